import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { QName, Request } from './message.ts';
import { addressing, discovery, soapEnvelope } from './namespaces.ts';

/** Bytes. A probe with every type and scope there is stays far below; a datagram may be sixteen times as long. */
const maximumSize = 4096;
/** Levels of elements. d:Types is the fourth; extensions may nest a little. */
const maximumDepth = 16;
/** Types, or scopes, in one probe. */
const maximumNames = 64;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** An element on the way to a text of the message. */
interface Step {
  /** Member of `Found` for the text of the element. */
  readonly name?: TextName;
  /** Steps to child elements, by `{namespace}local`. */
  readonly children?: Readonly<Record<string, Step>>;
}

type TextName = 'messageId' | 'action' | 'probe' | 'types' | 'scopes' | 'address';

interface Found extends Partial<Record<TextName, string>> {
  typeScope?: Scope | undefined;
  matchBy?: string;
}

/** Declarations of one element; a lookup goes outwards. The empty prefix is the default namespace. */
interface Scope {
  readonly own: ReadonlyMap<string, string>;
  readonly outer: Scope | undefined;
}

interface Level {
  /** undefined for an element that is of no interest. */
  readonly step: Step | undefined;
  readonly scope: Scope | undefined;
  text: string;
}

const root: Step = {
  children: {
    [`{${soapEnvelope}}Envelope`]: {
      children: {
        [`{${soapEnvelope}}Header`]: {
          children: {
            [`{${addressing}}MessageID`]: { name: 'messageId' },
            [`{${addressing}}Action`]: { name: 'action' },
          },
        },
        [`{${soapEnvelope}}Body`]: {
          children: {
            [`{${discovery}}Probe`]: {
              name: 'probe',
              children: {
                [`{${discovery}}Types`]: { name: 'types' },
                [`{${discovery}}Scopes`]: { name: 'scopes' },
              },
            },
            [`{${discovery}}Resolve`]: {
              children: {
                [`{${addressing}}EndpointReference`]: {
                  children: { [`{${addressing}}Address`]: { name: 'address' } },
                },
              },
            },
          },
        },
      },
    },
  },
};

/**
 * Reads one datagram. Anything but a valid Probe or Resolve gives undefined: errors in multicast messages are not answered
 * (ONVIF Core 7.3.7). Never throws.
 */
export function parseRequest(datagram: Uint8Array): Request | undefined {
  if (datagram.length > maximumSize) return undefined;
  try {
    return toRequest(find(utf8.decode(datagram).trimStart()));
  } catch {
    return undefined;
  }
}

/** False for Hello, Bye and noise, which need no parsing. */
export function mayBeRequest(datagram: Uint8Array): boolean {
  const bytes = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  return bytes.length <= maximumSize && (bytes.includes('Probe') || bytes.includes('Resolve'));
}

/**
 * Walks the document and throws on anything that a SOAP message may not have. Prefixes are resolved here and not by saxes:
 * openHAB, viamrtsp and Majordomo send attributes with an undeclared prefix and want an answer.
 */
function find(xml: string): Found {
  const found: Found = {};
  const levels: Level[] = [];
  const parser = new SaxesParser();
  parser.on('doctype', () => {
    throw new Error('a SOAP message has no document type');
  });
  parser.on('opentag', (tag) => {
    const level = below(levels.at(-1), tag);
    levels.push(level);
    if (levels.length > maximumDepth) throw new Error('nested too deeply');
    const { step: { name } = {}, scope } = level;
    if (name !== undefined && found[name] !== undefined) throw new Error(`${tag.name} stands twice`);
    if (name === 'types') found.typeScope = scope;
    if (name === 'scopes' && tag.attributes.MatchBy !== undefined) found.matchBy = tag.attributes.MatchBy.trim();
  });
  const addText = (text: string): void => {
    const level = levels.at(-1);
    if (level?.step !== undefined) level.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const level = levels.pop();
    const name = level?.step?.name;
    if (level !== undefined && name !== undefined) found[name] = level.text.trim();
  });
  parser.write(xml).close();
  return found;
}

function below(parent: Level | undefined, { name, attributes }: SaxesTagPlain): Level {
  const own = new Map<string, string>();
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'xmlns') own.set('', value);
    else if (key.startsWith('xmlns:')) own.set(key.slice(6), value);
  }
  const scope = own.size === 0 ? parent?.scope : { own, outer: parent?.scope };
  const { namespace, local } = resolve(name, scope);
  const step = parent === undefined ? root : parent.step;
  return { step: step?.children?.[`{${namespace}}${local}`], scope, text: '' };
}

function toRequest(found: Found): Request | undefined {
  const { messageId, action } = found;
  if (!messageId) return undefined;
  if (action === `${discovery}/Resolve` && found.address) {
    return { kind: 'resolve', messageId, address: found.address };
  }
  if (action !== `${discovery}/Probe` || found.probe === undefined) return undefined;
  const types = words(found.types).map((word) => resolve(word, found.typeScope));
  const probe = { kind: 'probe', messageId, types, scopes: words(found.scopes) } as const;
  return found.matchBy ? { ...probe, matchBy: found.matchBy } : probe;
}

function words(list: string | undefined): readonly string[] {
  const found = (list ?? '').split(/[ \t\r\n]+/).filter((word) => word !== '');
  if (found.length > maximumNames) throw new Error('too many names');
  return found;
}

function namespaceOf(prefix: string, scope: Scope | undefined): string | undefined {
  for (let one = scope; one !== undefined; one = one.outer) {
    const namespace = one.own.get(prefix);
    if (namespace !== undefined) return namespace;
  }
  return prefix === '' ? '' : undefined;
}

function resolve(name: string, scope: Scope | undefined): QName {
  const [first = '', second, ...rest] = name.split(':', 3);
  const [prefix, local] = second === undefined ? ['', first] : [first, second];
  const namespace = namespaceOf(prefix, scope);
  if (namespace === undefined || local === '' || rest.length > 0) throw new Error(`${name} is not a qualified name`);
  return { namespace, local };
}
