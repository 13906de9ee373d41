import { Fault } from '../faults/fault.ts';
import { namespaceTwins } from '../schema/client-deviations.ts';
import type { NamespaceLookup } from '../schema/xml-element.ts';

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';
const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/';

/** Declarations in scope at one element at most; clients that declare every ONVIF namespace need about 60. */
const mostDeclarations = 256;

export function isDeclaration(name: string): boolean {
  return name.startsWith('xmlns') && (name.length === 5 || name[5] === ':');
}

/** Only the default namespace can be undeclared; xml and xmlns are fixed (Namespaces in XML 1.0, 3 and 5). */
function checkDeclaration(name: string, prefix: string, uri: string): void {
  const empty = name.length > 5 && (prefix === '' || prefix.includes(':') || uri === '');
  const reserved = uri === xmlNamespace ? prefix !== 'xml' : prefix === 'xml';
  if (empty || reserved || prefix === 'xmlns' || uri === xmlnsNamespace)
    throw new Fault('WellFormed', `Well-formed Error: ${name} declares no prefix`);
}

/** Namespace declarations in scope: a linked list, innermost first, which costs less than a map for each element. */
export class NamespaceScope implements NamespaceLookup {
  readonly #prefix: string;
  readonly #uri: string;
  readonly #outer: NamespaceScope | undefined;
  readonly #size: number;

  private constructor(prefix: string, uri: string, outer: NamespaceScope | undefined) {
    this.#prefix = prefix;
    this.#uri = uri;
    this.#outer = outer;
    this.#size = (outer?.size ?? 0) + 1;
    if (this.#size > mostDeclarations)
      throw new Fault('WellFormed', `Well-formed Error: more than ${mostDeclarations} namespace declarations`);
  }

  /** Scope outside of the root element. */
  static readonly outermost: NamespaceScope = new NamespaceScope(
    'xml',
    xmlNamespace,
    new NamespaceScope('xmlns', xmlnsNamespace, undefined),
  );

  get size(): number {
    return this.#size;
  }

  get(prefix: string): string | undefined {
    for (let one: NamespaceScope | undefined = this; one !== undefined; one = one.#outer)
      if (one.#prefix === prefix) return one.#uri;
    return undefined;
  }

  *[Symbol.iterator](): Iterator<readonly [string, string]> {
    const told = new Set<string>();
    for (let one: NamespaceScope | undefined = this; one !== undefined; one = one.#outer) {
      if (told.has(one.#prefix)) continue;
      told.add(one.#prefix);
      yield [one.#prefix, one.#uri];
    }
  }

  /** Scope within an element that has these attributes. */
  within(attributes: Readonly<Record<string, string>>): NamespaceScope {
    let scope: NamespaceScope = this;
    for (const name of Object.keys(attributes)) {
      if (!isDeclaration(name)) continue;
      const prefix = name.slice(6);
      const uri = attributes[name] ?? '';
      checkDeclaration(name, prefix, uri);
      scope = new NamespaceScope(prefix, namespaceTwins.get(uri) ?? uri, scope);
    }
    return scope;
  }

  /** Namespace of a qualified name: at most one colon, prefix declared (Namespaces in XML 1.0, 4, 5.2). */
  namespaceOf(name: string, colon: number): string {
    if (colon < 0) return this.get('') ?? '';
    if (colon === 0 || colon === name.length - 1 || name.includes(':', colon + 1))
      throw new Fault('WellFormed', `Well-formed Error: ${name} is no qualified name`);
    const uri = this.get(name.slice(0, colon));
    if (uri === undefined) throw new Fault('WellFormed', `Well-formed Error: the prefix of ${name} is not declared`);
    return uri;
  }
}
