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

/** @param advice for people: what to do about it */
function attempt<T>(use: () => T, what: string, advice: string): T {
  try {
    return use();
  } catch (error) {
    const why = error instanceof Error ? ` (${error.message})` : '';
    throw new Error(`${what}${why}: ${advice}`, { cause: error });
  }
}

/** Reads both files. Throws with a message for people when one is unfit or they do not belong together. */
export function readCredentials(certificateFile: string, keyFile: string): TlsIdentity {
  const certificate = read(certificateFile, '--tls-certificate');
  const key = read(keyFile, '--tls-key');
  const parsed = attempt(
    () => new X509Certificate(certificate),
    `--tls-certificate: ${certificateFile} is no certificate in PEM`,
    'give a file that begins with BEGIN CERTIFICATE, its chain behind it',
  );
  const parsedKey = attempt(
    () => createPrivateKey(key),
    `--tls-key: ${keyFile} is no private key in PEM without password`,
    'give one that begins with BEGIN PRIVATE KEY; "openssl pkey -in OLD -out NEW" writes it',
  );
  if (!parsed.checkPrivateKey(parsedKey))
    throw new Error(
      `--tls-key: ${keyFile} is not the key of ${certificateFile}: give the key with which that was made, and the certificate of this device first where there is a chain`,
    );
  attempt(
    () => secureContext({ identity: { certificate, key }, versions: ['1.2', '1.3'] }),
    `--tls-certificate: ${certificateFile} cannot be used for TLS`,
    'make one with an EC key on P-256 or an RSA key of 2048 bits',
  );
  return { certificate, key };
}

/** The certificate that the device made for itself. */
export const tlsSetting: SettingDefinition<TlsIdentity | undefined> = setting({
  name: 'tls',
  version: 1,
  schema: z.object({ certificate: z.string(), key: z.string() }),
  initial: undefined,
  reset: 'never',
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
 * Certificate that the device made at its first use and keeps, also over a hard reset: clients that remember it would take another one
 * for an attack. The key is encrypted like all secrets of the settings. Where the storage refuses it, it is that of this start alone.
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
