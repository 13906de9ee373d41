import { z } from 'zod';
import type { TlsRevocations } from '../../plan/tls-plan.ts';
import { type SettingDefinition, setting } from '../../settings/setting.ts';

interface StoredObject {
  readonly id: string;
  /** Name that a client gave, as it is. */
  readonly alias?: string | undefined;
}

export interface StoredKey extends StoredObject {
  /** SubjectPublicKeyInfo in DER, base64. */
  readonly publicKey: string;
  /** PKCS#8 in DER, base64; absent for the public key of a certificate alone. */
  readonly privateKey?: string | undefined;
  /** True for a key that was made outside of the device. */
  readonly external: boolean;
}

export interface StoredCertificate extends StoredObject {
  /** Id of its key. */
  readonly key: string;
  /** Base64. */
  readonly der: string;
}

interface StoredPath extends StoredObject {
  /** Ids of certificates, each signed with the key of the next. */
  readonly certificates: readonly string[];
}

/** Outline of a certificate revocation list, for the TLS server. */
export type RevocationOutline = Omit<TlsRevocations, 'der'>;

export interface StoredRevocationList extends StoredObject {
  /** Base64. */
  readonly der: string;
  readonly outline: RevocationOutline;
}

/** Certification path validation policy. */
export interface StoredPolicy extends StoredObject {
  /** RequireTLSWWWClientAuthExtendedKeyUsage. */
  readonly clientUsage: boolean;
  /** Ids of certificates that are trusted. */
  readonly anchors: readonly string[];
}

interface StoredPassphrase extends StoredObject {
  readonly text: string;
}

export type TlsVersion = '1.2' | '1.3';

export interface StoredTlsServer {
  /** Ids of certification paths; the last one is presented. */
  readonly paths: readonly string[];
  /** Ids of certification path validation policies for clients. */
  readonly policies: readonly string[];
  readonly versions: readonly TlsVersion[];
  readonly clientAuthentication: boolean;
}

export interface KeystoreContent {
  readonly keys: readonly StoredKey[];
  readonly certificates: readonly StoredCertificate[];
  readonly paths: readonly StoredPath[];
  readonly revocationLists: readonly StoredRevocationList[];
  readonly policies: readonly StoredPolicy[];
  readonly passphrases: readonly StoredPassphrase[];
  readonly tlsServer: StoredTlsServer;
}

/** Kinds of objects in the keystore. */
export type ObjectKind = Exclude<keyof KeystoreContent, 'tlsServer'>;

const id: z.ZodType<string> = z.string().min(1).max(64);
const object: { readonly id: z.ZodType<string>; readonly alias: z.ZodOptional<z.ZodString> } = {
  id,
  alias: z.string().optional(),
};
const ids: z.ZodType<readonly string[]> = z.array(id).readonly();
const text: z.ZodType<string> = z.string();
const tlsServer: z.ZodType<StoredTlsServer> = z.object({
  paths: ids,
  policies: ids,
  versions: z
    .array(z.enum(['1.2', '1.3']))
    .min(1)
    .readonly(),
  clientAuthentication: z.boolean(),
});
const place: z.ZodType<readonly [number, number]> = z.tuple([z.int(), z.int()]).readonly();
const outline: z.ZodType<RevocationOutline> = z.object({
  ...{ signed: place, signature: place, hash: text },
  serials: z.array(text).readonly(),
});
const content: z.ZodType<KeystoreContent> = z.object({
  keys: z
    .array(z.object({ ...object, publicKey: text, privateKey: text.optional(), external: z.boolean() }))
    .readonly(),
  certificates: z.array(z.object({ ...object, key: id, der: text })).readonly(),
  paths: z.array(z.object({ ...object, certificates: ids })).readonly(),
  revocationLists: z.array(z.object({ ...object, der: text, outline })).readonly(),
  policies: z.array(z.object({ ...object, clientUsage: z.boolean(), anchors: ids })).readonly(),
  passphrases: z.array(z.object({ ...object, text })).readonly(),
  tlsServer,
});

/**
 * Keystore of the device (ONVIF Security 5.2) as one section, so that an upload of key, certificates and path is stored whole or not
 * at all. Private keys are encrypted at rest and in no backup; a hard reset forgets them.
 */
export const keystoreSetting: SettingDefinition<KeystoreContent> = setting({
  name: 'keystore',
  version: 1,
  schema: content,
  initial: {
    keys: [],
    certificates: [],
    paths: [],
    revocationLists: [],
    policies: [],
    passphrases: [],
    tlsServer: { paths: [], policies: [], versions: ['1.2', '1.3'], clientAuthentication: false },
  },
  reset: 'hard',
  secret: true,
  backup: false,
  unreadable: 'keys and certificates of the keystore are lost: upload or create them again',
});
