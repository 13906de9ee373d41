import { setTimeout as wait } from 'node:timers/promises';
import { makeCertificate } from '../../firmware/tls/self-signed-certificate.ts';
import type { Send } from './kept-settings.ts';

const path = '/onvif/advancedsecurity_service';
const ecdsa = '<SignatureAlgorithm><algorithm>1.2.840.10045.4.3.2</algorithm></SignatureAlgorithm>';

/** Sends a request of the Security service, its elements without prefix; resolves with the text of an element of the answer. */
async function ask(send: Send, operation: string, content = '', element = ''): Promise<string> {
  const text = await send(
    path,
    `<${operation} xmlns="http://www.onvif.org/ver10/advancedsecurity/wsdl">${content}</${operation}>`,
  );
  return element === '' ? text : (new RegExp(`<tas:${element}>([^<]*)<`).exec(text)?.[1] ?? '');
}

/** Ids of the objects by their aliases, which tell kind and turn; that of the assigned path by `assigned`. */
type Ids = Readonly<Record<string, string>>;

/** Objects of a keystore as clients see them. */
export interface KeystoreView {
  /** Aliases, and `assigned` with that of the path that TLS presents. */
  readonly names: readonly string[];
  readonly ids: Ids;
}

/** A change of the keystore, and what it does to the names of its view. */
interface KeystoreStep {
  readonly name: string;
  readonly removes: readonly string[];
  readonly adds: readonly string[];
  run(send: Send, ids: Ids): Promise<unknown>;
}

const id = (ids: Ids, alias: string): string => ids[alias] ?? 'none';

async function generateKey(send: Send, alias: string): Promise<void> {
  const wanted = `<EllipticCurve>secp256r1</EllipticCurve><Alias>${alias}</Alias>`;
  const key = await ask(send, 'CreateECCKeyPair', wanted, 'KeyID');
  while ((await ask(send, 'GetKeyStatus', `<KeyID>${key}</KeyID>`, 'KeyStatus')) !== 'ok') await wait(5);
}

/** Certificates that are uploaded, by their alias: made before their key is uploaded. */
const made = new Map<string, { readonly certificate: string; readonly key: string }>();

const base64 = (pem: string): string => pem.replace(/-----[^-]+-----|\n/g, '');

function uploadKey(send: Send, alias: string, certificate: string): Promise<string> {
  const pair = makeCertificate(certificate, []);
  made.set(certificate, pair);
  return ask(send, 'UploadKeyPairInPKCS8', `<KeyPair>${base64(pair.key)}</KeyPair><Alias>${alias}</Alias>`);
}

function signCertificate(send: Send, ids: Ids, alias: string, key: string): Promise<string> {
  const subject = `<Subject><CommonName>${alias}</CommonName></Subject><KeyID>${id(ids, key)}</KeyID>`;
  return ask(send, 'CreateSelfSignedCertificate', `<Alias>${alias}</Alias>${subject}${ecdsa}`);
}

function uploadCertificate(send: Send, alias: string): Promise<string> {
  const content = `<Certificate>${base64(made.get(alias)?.certificate ?? '')}</Certificate><Alias>${alias}</Alias>`;
  return ask(send, 'UploadCertificate', `${content}<PrivateKeyRequired>true</PrivateKeyRequired>`);
}

function makePath(send: Send, ids: Ids, alias: string, certificate: string): Promise<string> {
  const list = `<CertificateIDs><CertificateID>${id(ids, certificate)}</CertificateID></CertificateIDs>`;
  return ask(send, 'CreateCertificationPath', `${list}<Alias>${alias}</Alias>`);
}

function replaceAssigned(send: Send, ids: Ids, alias: string): Promise<string> {
  const old = `<OldCertificationPathID>${id(ids, 'assigned')}</OldCertificationPathID>`;
  const wanted = `<NewCertificationPathID>${id(ids, alias)}</NewCertificationPathID>`;
  return ask(send, 'ReplaceServerCertificateAssignment', old + wanted);
}

const kinds = { path: 'CertificationPath', certificate: 'Certificate', key: 'Key' } as const;

/** Removes an object that nothing refers to any more. */
function removal(kind: keyof typeof kinds, alias: string): KeystoreStep {
  const element = kinds[kind];
  return {
    name: `delete ${kind}`,
    ...{ removes: [alias], adds: [] },
    run: (send, ids) => ask(send, `Delete${element}`, `<${element}ID>${id(ids, alias)}</${element}ID>`),
  };
}

/** Makes key, certificate and path of a turn; those of odd turns come from outside. */
function creations(turn: number): readonly KeystoreStep[] {
  const [key, certificate, path] = [`key-${turn}`, `certificate-${turn}`, `path-${turn}`];
  const isUpload = turn % 2 === 1;
  const makeKey = (send: Send): Promise<unknown> =>
    isUpload ? uploadKey(send, key, certificate) : generateKey(send, key);
  const make = (send: Send, ids: Ids): Promise<unknown> =>
    isUpload ? uploadCertificate(send, certificate) : signCertificate(send, ids, certificate, key);
  const added = (name: string, alias: string, run: KeystoreStep['run']): KeystoreStep => ({
    ...{ name, removes: [], adds: [alias], run },
  });
  return [
    added(isUpload ? 'upload key' : 'generate key', key, makeKey),
    added(isUpload ? 'upload certificate' : 'sign certificate', certificate, make),
    added('make path', path, (send, ids) => makePath(send, ids, path, certificate)),
  ];
}

/**
 * The step that follows in a keystore, by its objects alone: key, certificate and path of a turn are made and take the place of
 * those of the turn before, which are then deleted.
 */
export function nextStep(names: readonly string[]): KeystoreStep {
  const assigned = names.find((name) => name.startsWith('assigned ')) ?? '';
  const turn = Number(/path-(\d+)$/.exec(assigned)?.[1] ?? '-1');
  for (const kind of ['path', 'certificate', 'key'] as const) {
    const alias = `${kind}-${turn - 1}`;
    if (names.includes(alias)) return removal(kind, alias);
  }
  const missing = creations(turn + 1).find(({ adds }) => adds.some((alias) => !names.includes(alias)));
  if (missing !== undefined) return missing;
  const path = `path-${turn + 1}`;
  const run = (send: Send, ids: Ids): Promise<unknown> => replaceAssigned(send, ids, path);
  return { name: 'assign path', removes: [assigned], adds: [`assigned ${path}`], run };
}

/** Texts of the elements of an answer that each stand for one object. */
function objects(text: string, element: string): readonly string[] {
  return text.match(new RegExp(`<tas:${element}>.*?</tas:${element}>`, 'gs')) ?? [];
}

const member = (text: string, name: string): string => new RegExp(`<tas:${name}>([^<]*)<`).exec(text)?.[1] ?? 'none';

/** Objects of a keystore by their aliases, and the assigned path; throws for one that is not whole. */
export async function readKeystore(send: Send): Promise<KeystoreView> {
  const ids: Record<string, string> = {};
  const keys = objects(await ask(send, 'GetAllKeys'), 'KeyAttribute');
  for (const key of keys) {
    if (member(key, 'KeyStatus') !== 'ok' || member(key, 'hasPrivateKey') !== 'true')
      throw new Error(`half a key: ${key}`);
    ids[member(key, 'Alias')] = member(key, 'KeyID');
  }
  const keyIds = new Set(Object.values(ids));
  const certificates = objects(await ask(send, 'GetAllCertificates'), 'Certificate');
  for (const certificate of certificates) {
    if (!keyIds.has(member(certificate, 'KeyID'))) throw new Error(`a certificate without its key: ${certificate}`);
    ids[member(certificate, 'Alias')] = member(certificate, 'CertificateID');
  }
  const certificateIds = new Set(Object.values(ids));
  const all = objects((await ask(send, 'GetAllCertificationPaths')).replaceAll('\n', ''), 'CertificationPathID');
  for (const one of all) {
    const path = member(one, 'CertificationPathID');
    const content = await ask(send, 'GetCertificationPath', `<CertificationPathID>${path}</CertificationPathID>`);
    if (!certificateIds.has(member(content, 'CertificateID')))
      throw new Error(`a path without certificate: ${content}`);
    ids[member(content, 'Alias')] = path;
  }
  const assigned = await ask(send, 'GetAssignedServerCertificates', '', 'CertificationPathID');
  const [alias] = Object.entries(ids).find(([, path]) => path === assigned) ?? [];
  const names = [...Object.keys(ids), ...(assigned === '' ? [] : [`assigned ${alias ?? 'nothing known'}`])];
  return { names: names.toSorted(), ids: { ...ids, assigned } };
}
