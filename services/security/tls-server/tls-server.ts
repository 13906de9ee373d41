import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { TlsSettings } from '../../http/secure-socket.ts';
import type { TlsClientRules, TlsIdentity, TlsPlan } from '../../plan/tls-plan.ts';
import { pem } from '../certificates/pem.ts';
import { keyPairTexts, publicKeyText } from '../keys/key-material.ts';
import type { KeystoreContent } from '../keystore/content.ts';
import { type Keystore, objectOf } from '../keystore/keystore.ts';
import { withPath } from '../keystore/stored-path.ts';
import { tlsSettings } from './tls-settings.ts';

/** Certificates and key of a path; undefined where the keystore has no private key for it. Faults: CertificationPathID. */
export function identityOf(content: KeystoreContent, path: string): TlsIdentity | undefined {
  const { certificates: ids } = objectOf(content, 'paths', path);
  const certificates = ids.map((id) => objectOf(content, 'certificates', id));
  const { privateKey } = objectOf(content, 'keys', certificates[0]?.key ?? '');
  if (privateKey === undefined) return undefined;
  const chain = certificates.map(({ der }) => pem('CERTIFICATE', der)).join('');
  return { certificate: chain, key: pem('PRIVATE KEY', privateKey) };
}

/** TLS as the keystore has it: the path that was assigned last is presented. undefined without an assigned path. */
export function planOf(content: KeystoreContent): TlsPlan | undefined {
  const { paths, versions } = content.tlsServer;
  const path = paths.at(-1);
  const identity = path === undefined ? undefined : identityOf(content, path);
  return identity === undefined ? undefined : { identity, versions, ...clientsOf(content) };
}

/** Rules for clients, where they must have a certificate. */
function clientsOf(content: KeystoreContent): { readonly clients?: TlsClientRules } {
  const {
    clientAuthentication,
    policies: [id],
  } = content.tlsServer;
  if (!clientAuthentication || id === undefined) return {};
  const { anchors, clientUsage } = objectOf(content, 'policies', id);
  const trusted = anchors.map((anchor) => pem('CERTIFICATE', objectOf(content, 'certificates', anchor).der));
  const revocations = content.revocationLists.map(({ der, outline }) => ({ der, ...outline }));
  return { clients: { anchors: trusted, clientUsage, revocations } };
}

/** Certificates of a PEM text, one after the other. */
function certificatesOf(text: string): readonly X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

/** The content with a certificate from outside of the keystore as the one that is presented. */
function withIdentity(present: KeystoreContent, { certificate, key }: TlsIdentity, alias: string): KeystoreContent {
  const certificates = certificatesOf(certificate).map((one) => ({
    der: one.raw.toString('base64'),
    publicKeyText: publicKeyText(one.publicKey),
  }));
  const same = present.paths.find(({ certificates: ids }) => {
    const stored = ids.map((id) => objectOf(present, 'certificates', id).der);
    return JSON.stringify(stored) === JSON.stringify(certificates.map(({ der }) => der));
  });
  const upload = { key: keyPairTexts(createPrivateKey(key)), certificates, alias: { alias }, keyAlias: { alias } };
  const { content, path } = same === undefined ? withPath(present, upload, 0) : { content: present, path: same.id };
  if (content.tlsServer.paths.at(-1) === path) return content;
  const paths = [...content.tlsServer.paths.filter((one) => one !== path), path];
  return { ...content, tlsServer: { ...content.tlsServer, paths } };
}

/** Certificate that the keystore could not store, with the assignments that it takes the place of. */
interface Unstored {
  readonly identity: TlsIdentity;
  readonly paths: readonly string[];
}

/** Sources of a plan. */
interface KnownContent {
  readonly content: KeystoreContent;
  readonly unstored: Unstored | undefined;
}

function planWith(content: KeystoreContent, unstored: Unstored | undefined): TlsPlan | undefined {
  const { paths, versions } = content.tlsServer;
  if (unstored?.paths === paths) return { identity: unstored.identity, versions, ...clientsOf(content) };
  return planOf(content);
}

/** TLS of all ports: certificate, versions, and who is told when they change. Connections in progress keep what they began with. */
export class TlsServer {
  readonly #keystore: Keystore;
  readonly #own: () => Promise<TlsIdentity>;
  readonly #listeners = new Set<() => void>();
  #told: string;
  #settings: { readonly plan: TlsPlan; readonly settings: TlsSettings } | undefined;
  /** Plan of the content that was seen last: each connection asks for it. */
  #known: (KnownContent & { readonly plan: TlsPlan | undefined }) | undefined;
  #unstored: Unstored | undefined;

  /** @param own makes the certificate of the device itself, for when TLS is turned on and none is assigned */
  constructor(keystore: Keystore, own: () => Promise<TlsIdentity>) {
    this.#keystore = keystore;
    this.#own = own;
    this.#told = JSON.stringify(this.current());
    keystore.onChange(() => this.#changed());
  }

  /** Settings for new connections; undefined while no certificate is assigned. */
  current(): TlsPlan | undefined {
    const { content } = this.#keystore;
    const unstored = this.#unstored;
    if (this.#known?.content !== content || this.#known.unstored !== unstored)
      this.#known = { content, unstored, plan: planWith(content, unstored) };
    return this.#known.plan;
  }

  /** The same for sockets of this process. */
  settings(): TlsSettings | undefined {
    const plan = this.current();
    if (plan === undefined) return undefined;
    if (this.#settings?.plan !== plan) this.#settings = { plan, settings: tlsSettings(plan) };
    return this.#settings.settings;
  }

  /** Called when `current` has become another. Returns how to end it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Assigns the certificate of the device itself where none is assigned: TLS can be turned on then. */
  async ensure(): Promise<void> {
    if (this.current() === undefined) await this.adopt(await this.#own(), 'made by the device');
  }

  /**
   * Stores a certificate from outside, and presents it. Resolves with why it could not be stored: it is presented until the next
   * start then.
   */
  async adopt(identity: TlsIdentity, alias: string): Promise<unknown> {
    try {
      await this.#keystore.change((present) => ({
        content: withIdentity(present, identity, alias),
        result: undefined,
      }));
      return undefined;
    } catch (error) {
      this.#unstored = { identity, paths: this.#keystore.content.tlsServer.paths };
      this.#changed();
      return error;
    }
  }

  #changed(): void {
    const now = JSON.stringify(this.current());
    if (now === this.#told) return;
    this.#told = now;
    for (const listener of [...this.#listeners]) listener();
  }
}
