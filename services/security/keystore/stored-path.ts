import type { ReadCertificate } from '../certificates/read-certificate.ts';
import type { KeyPairTexts } from '../keys/key-material.ts';
import type { KeystoreContent, StoredCertificate } from './content.ts';
import { linkKey } from './key-links.ts';
import { newId, withObjects } from './keystore.ts';

/** A key with its certificates, as they came together. */
export interface UploadedPath {
  readonly key: KeyPairTexts;
  /** In the order of the path, that of the key first. */
  readonly certificates: readonly Pick<ReadCertificate, 'der' | 'publicKeyText'>[];
  readonly alias: { readonly alias?: string };
  readonly keyAlias: { readonly alias?: string };
}

interface StoredUpload {
  readonly content: KeystoreContent;
  /** Id of the certification path. */
  readonly path: string;
  /** Id of the key. */
  readonly key: string;
}

/** The content with key, certificates and path of an upload; a certificate that is stored already is used again. */
export function withPath(present: KeystoreContent, upload: UploadedPath, pendingKeys: number): StoredUpload {
  const linked = linkKey(present, upload.key, upload.keyAlias, pendingKeys);
  let { content } = linked;
  const ids: string[] = [];
  for (const { der, publicKeyText } of upload.certificates) {
    const known = content.certificates.find((one) => one.der === der);
    const link = linkKey(content, { publicKey: publicKeyText }, {}, pendingKeys);
    const stored: StoredCertificate = known ?? { id: newId('certificates'), key: link.key, der };
    if (known === undefined) content = withObjects(link.content, 'certificates', [stored]);
    ids.push(stored.id);
  }
  const path = { id: newId('paths'), ...upload.alias, certificates: ids };
  return { content: withObjects(content, 'paths', [path]), path: path.id, key: linked.key };
}
