import { escapeAttribute, escapeText } from './escape.ts';
import { conventionalPrefix, namespaceOfPrefix } from './type-registry.ts';
import type { RawXml, XmlElement } from './xml-element.ts';

/** Levels of elements at most that are written. */
const maximumDepth = 64;

type Fragment = XmlElement | RawXml;

export function isFragment(value: unknown): value is Fragment {
  return typeof value === 'object' && value !== null && ('xml' in value || ('local' in value && 'children' in value));
}

/** Namespace of the outer element of a fragment. */
export function namespaceOfFragment(fragment: Fragment): string {
  if ('namespace' in fragment) {
    return fragment.namespace;
  }
  const start = fragment.xml.slice(fragment.xml.indexOf('<') + 1).split('>', 1)[0] ?? '';
  const name = start.split(/[\s/]/, 1)[0] ?? '';
  const prefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
  return declarationIn(start, prefix) ?? namespaceOfPrefix(prefix) ?? '';
}

/** Namespace that a start tag declares for a prefix. */
function declarationIn(start: string, prefix: string): string | undefined {
  const attribute = ` xmlns${prefix === '' ? '' : `:${prefix}`}=`;
  const at = start.indexOf(attribute);
  if (at < 0) return undefined;
  const value = start.slice(at + attribute.length);
  return value.slice(1).split(value.charAt(0), 1)[0];
}

/** Text of a fragment for a place where the conventional prefixes are declared. */
export function writeFragment(fragment: Fragment): string {
  return 'xml' in fragment ? fragment.xml : writeElement(fragment, outerScope, 0);
}

const outerScope: ReadonlyMap<string, string> = new Map();

function writeElement(element: XmlElement, scope: ReadonlyMap<string, string>, depth: number): string {
  if (depth > maximumDepth) {
    throw new Error('an element is nested too deeply to be written');
  }
  const names = new Declarations(element, scope);
  const tag = names.qualify(element.namespace, element.local, false);
  const attributes = element.attributes
    .map(({ namespace, local, value }) => ` ${names.qualify(namespace, local, true)}="${escapeAttribute(value)}"`)
    .join('');
  const head = `<${tag}${names.text()}${attributes}`;
  const content =
    escapeText(element.text) + element.children.map((child) => writeElement(child, names.scope, depth + 1)).join('');
  return content === '' ? `${head}/>` : `${head}>${content}</${tag}>`;
}

/** Declarations that an element needs: those of its scope that differ outside, as QNames in its text may use them. */
class Declarations {
  readonly scope: ReadonlyMap<string, string>;
  readonly #added = new Map<string, string>();
  readonly #all: Map<string, string>;

  constructor(element: XmlElement, outer: ReadonlyMap<string, string>) {
    this.#all = new Map(outer);
    this.scope = this.#all;
    for (const [prefix, uri] of element.namespaces) {
      if (prefix !== 'xml' && prefix !== 'xmlns' && this.#resolve(prefix) !== uri) {
        this.#declare(prefix, uri);
      }
    }
    if (element.namespace === '' && this.#resolve('') !== '') {
      this.#declare('', '');
    }
  }

  qualify(namespace: string, local: string, attribute: boolean): string {
    if (namespace === '') {
      return local;
    }
    const prefix = this.#prefixFor(namespace, attribute);
    return prefix === '' ? local : `${prefix}:${local}`;
  }

  text(): string {
    return [...this.#added]
      .map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(uri)}"`)
      .join('');
  }

  #resolve(prefix: string): string {
    return this.#all.get(prefix) ?? namespaceOfPrefix(prefix) ?? '';
  }

  #declare(prefix: string, uri: string): void {
    this.#added.set(prefix, uri);
    this.#all.set(prefix, uri);
  }

  #prefixFor(namespace: string, attribute: boolean): string {
    const conventional = conventionalPrefix(namespace);
    if (conventional !== undefined && this.#resolve(conventional) === namespace) {
      return conventional;
    }
    for (const [prefix, uri] of this.#all) {
      if (uri === namespace && !(attribute && prefix === '')) {
        return prefix;
      }
    }
    const free = nextFree(this.#all);
    this.#declare(free, namespace);
    return free;
  }
}

function nextFree(taken: ReadonlyMap<string, string>): string {
  let number = 1;
  while (taken.has(`n${number}`)) {
    number += 1;
  }
  return `n${number}`;
}
