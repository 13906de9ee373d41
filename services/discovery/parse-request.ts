import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes';
import type { QName, Request } from './message.ts';
import { addressing, discovery, soapEnvelope } from './namespaces.ts';

/** Bytes. A probe with every type and scope one can think of stays far below; a datagram may be sixteen times as long. */
const maximumSize = 4096;
/** A d:Types element is the fourth level; extensions may nest a little. */
const maximumDepth = 16;
/** Types, or scopes, in one probe. */
const maximumNames = 64;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Elements whose text we want, by their path of `namespace local` steps below the envelope. */
const wanted: Readonly<Record<string, keyof Found>> = {
  [path([soapEnvelope, 'Header'], [addressing, 'MessageID'])]: 'messageId',
  [path([soapEnvelope, 'Header'], [addressing, 'Action'])]: 'action',
  [path([soapEnvelope, 'Body'], [discovery, 'Probe'])]: 'probe',
  [path([soapEnvelope, 'Body'], [discovery, 'Probe'], [discovery, 'Types'])]: 'types',
  [path([soapEnvelope, 'Body'], [discovery, 'Probe'], [discovery, 'Scopes'])]: 'scopes',
  [path([soapEnvelope, 'Body'], [discovery, 'Resolve'], [addressing, 'EndpointReference'], [addressing, 'Address'])]:
    'address',
};

interface Found {
  messageId?: string;
  action?: string;
  probe?: string;
  types?: string;
  typePrefixes?: ReadonlyMap<string, string>;
  scopes?: string;
  matchBy?: string;
  address?: string;
}

interface Level {
  readonly path: string;
  /** Prefixes in scope; the empty one is the default namespace. */
  readonly prefixes: ReadonlyMap<string, string>;
  text: string;
}

function path(...steps: readonly (readonly [namespace: string, local: string])[]): string {
  return [[soapEnvelope, 'Envelope'], ...steps].map(([namespace, local]) => `{${namespace}}${local}`).join('/');
}

/**
 * Reads one datagram. Anything that is not a Probe or a Resolve in order gives undefined: errors in multicast
 * messages are passed over in silence (ONVIF Core 7.3.7). Never throws.
 */
export function parseRequest(datagram: Uint8Array): Request | undefined {
  if (datagram.length > maximumSize) return undefined;
  try {
    return toRequest(find(utf8.decode(datagram)));
  } catch {
    return undefined;
  }
}

/** False for Hello, Bye and noise: saves parsing what others tell each other. */
export function mayBeRequest(datagram: Uint8Array): boolean {
  const bytes = Buffer.from(datagram.buffer, datagram.byteOffset, datagram.byteLength);
  return bytes.length <= maximumSize && (bytes.includes('Probe') || bytes.includes('Resolve'));
}

/** Walks the document; throws on whatever a SOAP message may not have. */
function find(xml: string): Found {
  const found: Found = {};
  const levels: Level[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('doctype', () => {
    throw new Error('a SOAP message has no document type');
  });
  parser.on('opentag', (tag) => {
    const level = below(levels.at(-1), tag);
    levels.push(level);
    if (levels.length > maximumDepth) throw new Error('nested too deeply');
    const name = wanted[level.path];
    if (name !== undefined && found[name] !== undefined) throw new Error(`${tag.name} stands twice`);
    if (name === 'types') found.typePrefixes = level.prefixes;
    if (name === 'scopes') keepRule(found, tag);
  });
  const addText = (text: string): void => {
    const level = levels.at(-1);
    if (level !== undefined) level.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const level = levels.pop();
    const name = level && wanted[level.path];
    if (level !== undefined && name !== undefined && name !== 'typePrefixes') found[name] = level.text.trim();
  });
  parser.write(xml).close();
  return found;
}

function below(parent: Level | undefined, tag: SaxesTagNS): Level {
  const step = `{${tag.uri}}${tag.local}`;
  const own = Object.entries(tag.ns);
  const outer = parent?.prefixes ?? new Map<string, string>();
  return {
    path: parent === undefined ? step : `${parent.path}/${step}`,
    prefixes: own.length === 0 ? outer : new Map([...outer, ...own]),
    text: '',
  };
}

function keepRule(found: Found, tag: SaxesTagNS): void {
  const attributes: readonly SaxesAttributeNS[] = Object.values(tag.attributes);
  const rule = attributes.find(({ uri, local }) => uri === '' && local === 'MatchBy');
  if (rule !== undefined) found.matchBy = rule.value.trim();
}

function toRequest(found: Found): Request | undefined {
  const { messageId, action } = found;
  if (!messageId) return undefined;
  if (action === `${discovery}/Resolve` && found.address) {
    return { kind: 'resolve', messageId, address: found.address };
  }
  if (action !== `${discovery}/Probe` || found.probe === undefined) return undefined;
  const types = words(found.types).map((word) => resolve(word, found.typePrefixes ?? new Map()));
  const probe = { kind: 'probe', messageId, types, scopes: words(found.scopes) } as const;
  return found.matchBy ? { ...probe, matchBy: found.matchBy } : probe;
}

function words(list: string | undefined): readonly string[] {
  const found = (list ?? '').split(/[ \t\r\n]+/).filter((word) => word !== '');
  if (found.length > maximumNames) throw new Error('too many names');
  return found;
}

function resolve(name: string, prefixes: ReadonlyMap<string, string>): QName {
  const [first = '', second, ...rest] = name.split(':');
  const [prefix, local] = second === undefined ? ['', first] : [first, second];
  const namespace = prefixes.get(prefix) ?? (prefix === '' ? '' : undefined);
  if (namespace === undefined || local === '' || rest.length > 0) throw new Error(`${name} is not a qualified name`);
  return { namespace, local };
}
