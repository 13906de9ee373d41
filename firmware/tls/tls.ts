import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { z } from 'zod';
import type { TlsIdentity } from '../../services/plan/tls-plan.ts';
import { secureContext } from '../../services/security/tls-server/secure-context.ts';
import { type SettingDefinition, type Settings, setting } from '../../services/settings/setting.ts';
import { keptIfPossible } from '../../services/settings/storage-error.ts';

function read(file: string, option: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${option}: ${file} cannot be read (${why})`, { cause: error });
  }
}

/** Mistake of a certificate and its key: the text that has it, and what to do. */
interface CredentialsFault {
  readonly of: 'certificate' | 'key';
  readonly message: string;
}

/** What `use` throws, in words. */
function refusal(use: () => unknown): string | undefined {
  try {
    use();
    return undefined;
  } catch (error) {
    return error instanceof Error ? ` (${error.message})` : '';
  }
}

/** Reason why a certificate in PEM, its chain behind it, and a key in PEM do not serve TLS; undefined where they do. */
export function credentialsFault(certificate: string, key: string): CredentialsFault | undefined {
  const broken = refusal(() => new X509Certificate(certificate));
  if (broken !== undefined) {
    const advice = 'give one that begins with BEGIN CERTIFICATE, its chain behind it';
    return { of: 'certificate', message: `is no certificate in PEM${broken}: ${advice}` };
  }
  const brokenKey = refusal(() => createPrivateKey(key));
  if (brokenKey !== undefined) {
    const advice = 'give one that begins with BEGIN PRIVATE KEY; "openssl pkey -in OLD -out NEW" writes it';
    return { of: 'key', message: `is no private key in PEM without password${brokenKey}: ${advice}` };
  }
  if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))) {
    const advice =
      'give the key with which that was made, and the certificate of this device first where there is a chain';
    return { of: 'key', message: `is not the key of the certificate: ${advice}` };
  }
  const unfit = refusal(() => secureContext({ identity: { certificate, key }, versions: ['1.2', '1.3'] }));
  if (unfit === undefined) return undefined;
  const advice = 'make one with an EC key on P-256 or an RSA key of 2048 bits';
  return { of: 'certificate', message: `cannot be used for TLS${unfit}: ${advice}` };
}

/** Reads both files. Throws with a message for people when one is unfit or they do not belong together. */
export function readCredentials(certificateFile: string, keyFile: string): TlsIdentity {
  const certificate = read(certificateFile, '--tls-certificate');
  const key = read(keyFile, '--tls-key');
  const fault = credentialsFault(certificate, key);
  if (fault === undefined) return { certificate, key };
  const file = fault.of === 'key' ? keyFile : certificateFile;
  throw new Error(`--tls-${fault.of}: ${file} ${fault.message}`);
}

/** The certificate that the device made for itself. */
export const tlsSetting: SettingDefinition<TlsIdentity | undefined> = setting({
  name: 'tls',
  version: 1,
  schema: z.object({ certificate: z.string(), key: z.string() }),
  initial: undefined,
  reset: 'hard',
  secret: true,
  backup: false,
});

/** Names under which clients may reach this device now. */
function ownNames(address: string | undefined): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const reached = all.filter(({ address: one }) => !/^fe80:/i.test(one)).map(({ address: one }) => one);
  return [...new Set([...reached, ...(address === undefined ? [] : [address])])];
}

/**
 * Certificate that the device made at its first use and keeps until a hard reset, which forgets keys: a device that changes hands gets
 * a new one. The key is encrypted like all secrets of the settings. Where the storage refuses it, it is that of this start alone.
 */
export function ownIdentity(settings: Settings, address: string | undefined): () => Promise<TlsIdentity> {
  const section = settings.open(tlsSetting);
  let unstored: TlsIdentity | undefined;
  return async () => {
    const known = section.get() ?? unstored;
    if (known !== undefined) return known;
    // 7 MiB of libraries that no later start needs.
    const { makeCertificate } = await import('./self-signed-certificate.ts');
    const made = makeCertificate(hostname(), ownNames(address));
    if (!(await keptIfPossible(section.change(() => made)))) unstored = made;
    return made;
  };
}
