import { randomBytes } from 'node:crypto';
import { Fault } from '../../faults/fault.ts';
import type { FaultName } from '../../faults/fault-table.ts';
import type { Setting, Settings } from '../../settings/setting.ts';
import { type KeystoreContent, keystoreSetting, type ObjectKind } from './content.ts';
import { limits } from './limits.ts';
import { references } from './references.ts';

/** Fault of an unknown id, fault of a full list, first characters of ids. */
type KindFacts = readonly [unknown: FaultName, full: FaultName, prefix: string];

const kinds: Readonly<Record<ObjectKind, KindFacts>> = {
  keys: ['KeyID', 'MaximumNumberOfKeysReached', 'key'],
  certificates: ['CertificateID', 'MaximumNumberOfCertificatesReached', 'certificate'],
  paths: ['CertificationPathID', 'MaximumNumberOfCertificationPathsReached', 'path'],
  revocationLists: ['CRLID', 'MaximumNumberOfCRLsReached', 'crl'],
  policies: ['CertPathValidationPolicyID', 'MaximumNumberOfCertPathValidationPoliciesReached', 'policy'],
  passphrases: ['PassphraseID', 'MaximumNumberOfPassphrasesReached', 'passphrase'],
};

type ObjectOf<Kind extends ObjectKind> = KeystoreContent[Kind][number];

/** A new id, which no object has or had: clients that remember a deleted one never find another object. */
export function newId(kind: ObjectKind): string {
  return `${kinds[kind][2]}-${randomBytes(8).toString('hex')}`;
}

/** The object with that id. Faults: that of its kind for an unknown id, or the one given. */
export function objectOf<Kind extends ObjectKind>(
  content: KeystoreContent,
  kind: Kind,
  id: string,
  fault: FaultName = kinds[kind][0],
): ObjectOf<Kind> {
  const found = (content[kind] as readonly ObjectOf<Kind>[]).find((one) => one.id === id);
  if (found === undefined) throw new Fault(fault);
  return found;
}

/**
 * The content with more objects of a kind.
 * @param pending objects that are being made and take a place already
 */
export function withObjects<Kind extends ObjectKind>(
  content: KeystoreContent,
  kind: Kind,
  added: readonly ObjectOf<Kind>[],
  pending = 0,
): KeystoreContent {
  if (added.length === 0) return content;
  if (content[kind].length + added.length + pending > limits[kind]) throw new Fault(kinds[kind][1]);
  return { ...content, [kind]: [...content[kind], ...added] };
}

export function withoutObject(content: KeystoreContent, kind: ObjectKind, id: string): KeystoreContent {
  return { ...content, [kind]: content[kind].filter((one) => one.id !== id) };
}

/** An alias as it is stored: any text, as long as there is room for it. Faults: InvalidArgVal. */
export function storedAlias(alias: string | undefined): { readonly alias?: string } {
  if (alias === undefined) return {};
  if (alias.length > limits.aliasLength)
    throw new Fault('InvalidArgVal', `Argument Value Invalid: an alias has ${limits.aliasLength} characters at most`);
  return { alias };
}

export function wireAlias({ alias }: { readonly alias?: string | undefined }): { readonly Alias?: string } {
  return alias === undefined ? {} : { Alias: alias };
}

/** Keys, certificates and what belongs to them (ONVIF Security 5.2), stored whole with each change. */
export class Keystore {
  readonly #section: Setting<KeystoreContent>;
  #opening: Promise<unknown> = Promise.resolve();
  readonly #users: ((kind: ObjectKind, id: string) => boolean)[] = [];
  /** Number of keys that are being generated: they take places. */
  pendingKeys: () => number = () => 0;

  constructor(settings: Settings) {
    this.#section = settings.open(keystoreSetting);
  }

  get content(): KeystoreContent {
    return this.#section.get();
  }

  /** Stores what a step makes of the content and resolves with the step's result. Rejects with what it throws, or StorageError. */
  async change<Result>(
    step: (content: KeystoreContent) => { readonly content: KeystoreContent; readonly result: Result },
  ): Promise<Result> {
    let results: readonly Result[] = [];
    await this.#section.change((present) => {
      const { content, result } = step(present);
      results = [result];
      return content;
    });
    const [result] = results;
    return result as Result;
  }

  /** Opens an upload after those before it: the key derivation of one may keep a processor busy for seconds. */
  openInTurn<Content>(open: () => Promise<Content>): Promise<Content> {
    const opened = this.#opening.then(open);
    this.#opening = opened.catch(() => undefined);
    return opened;
  }

  /** Adds a part of the device outside of the keystore that uses objects of it, such as connections to event brokers. */
  addUser(uses: (kind: ObjectKind, id: string) => boolean): void {
    this.#users.push(uses);
  }

  /** Faults: ReferenceExists while something refers to an object (ONVIF Security 5.2.4). */
  checkUnreferenced(content: KeystoreContent, kind: ObjectKind, id: string): void {
    if (references[kind](content, id) || this.#users.some((uses) => uses(kind, id))) throw new Fault('ReferenceExists');
  }

  onChange(listener: () => void): () => void {
    return this.#section.onChange(listener);
  }
}
