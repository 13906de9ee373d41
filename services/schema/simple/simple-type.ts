import { anyLength } from '../client-deviations.ts';
import type { SimpleTypeRow } from '../schema-table.ts';
import { simpleTypeOf } from '../type-registry.ts';
import { builtInTypes, type InScope, ncNameCharacter, ncNameStart, type SimpleCodec } from './lexical.ts';

const compiled = new Map<string, SimpleCodec>(builtInTypes);

/** Codec of a simple type by prefixed name, compiled at first use; undefined for an unknown name. */
export function simpleCodec(name: string): SimpleCodec | undefined {
  const known = compiled.get(name);
  if (known !== undefined) {
    return known;
  }
  const row = simpleTypeOf(name);
  if (row === undefined) {
    return undefined;
  }
  const codec = compile(row, anyLength.has(name));
  compiled.set(name, codec);
  return codec;
}

/** Decodes raw character data: white space first, then the value. */
export function decodeSimple(codec: SimpleCodec, text: string, namespaces: InScope): unknown {
  return codec.decode(normalize(text, codec.whiteSpace), namespaces);
}

function normalize(text: string, whiteSpace: SimpleCodec['whiteSpace']): string {
  if (whiteSpace === 'preserve' || !/[\t\n\r ]/.test(text)) {
    return text;
  }
  const replaced = text.replace(/[\t\n\r]/g, ' ');
  return whiteSpace === 'replace' ? replaced : replaced.replace(/ {2,}/g, ' ').replace(/^ | $/g, '');
}

/** @param lenient decodes values of any length */
function compile(row: SimpleTypeRow, lenient: boolean): SimpleCodec {
  if (row.list !== undefined) {
    return list(existing(row.list));
  }
  if (row.union !== undefined) {
    return union(row.union.map(existing));
  }
  return restriction(row, existing(row.base ?? 'xs:string'), lenient);
}

function existing(name: string): SimpleCodec {
  const codec = simpleCodec(name);
  if (codec === undefined) {
    throw new Error(`no simple type ${name}`);
  }
  return codec;
}

function list(item: SimpleCodec): SimpleCodec {
  return {
    whiteSpace: 'collapse',
    refusal: item.refusal,
    decode(text, namespaces) {
      const values = text === '' ? [] : text.split(' ').map((word) => item.decode(word, namespaces));
      return values.includes(undefined) ? undefined : values;
    },
    encode(value) {
      if (!Array.isArray(value)) {
        return undefined;
      }
      const words = value.map((entry) => item.encode(entry));
      // A word with a blank would be decoded as two words.
      return words.every((word) => word !== undefined && /^[^\t\n\r ]+$/.test(word)) ? words.join(' ') : undefined;
    },
  };
}

function union(members: readonly SimpleCodec[]): SimpleCodec {
  const [only] = members;
  if (members.length === 1 && only !== undefined) {
    return only;
  }
  return {
    whiteSpace: 'preserve',
    refusal: 'type',
    decode: (text, namespaces) => first(members, (member) => decodeSimple(member, text, namespaces)),
    encode: (value) => first(members, (member) => member.encode(value)),
  };
}

function first<Value>(members: readonly SimpleCodec[], attempt: (member: SimpleCodec) => Value): Value | undefined {
  for (const member of members) {
    const value = attempt(member);
    if (value !== undefined) {
      return value;
    }
  }
  return undefined;
}

function restriction(row: SimpleTypeRow, base: SimpleCodec, lenient: boolean): SimpleCodec {
  const enumeration = row.enumeration === undefined ? undefined : new Set<unknown>(row.enumeration);
  const pattern = row.pattern === undefined ? undefined : translatePattern(row.pattern);
  const bounded = hasBounds(row);
  if (enumeration === undefined && pattern === undefined && !bounded) {
    return base;
  }
  return {
    whiteSpace: base.whiteSpace,
    refusal: enumeration === undefined ? base.refusal : 'enumeration',
    decode(text, namespaces) {
      if (pattern !== undefined && !pattern.test(text)) {
        return undefined;
      }
      const value = base.decode(text, namespaces);
      return (enumeration?.has(value) ?? true) && (lenient || !bounded || withinBounds(row, value)) ? value : undefined;
    },
    encode(value) {
      if (!(enumeration?.has(value) ?? true) || (bounded && !withinBounds(row, value))) {
        return undefined;
      }
      const text = base.encode(value);
      return text === undefined || pattern === undefined || pattern.test(text) ? text : undefined;
    },
  };
}

function hasBounds(row: SimpleTypeRow): boolean {
  return [row.length, row.minLength, row.maxLength, row.minInclusive, row.maxInclusive].some((b) => b !== undefined);
}

/** Facets of XML Schema Part 2, 4.3: characters of a string, bytes of binary data, items of a list. */
function withinBounds(row: SimpleTypeRow, value: unknown): boolean {
  if (typeof value === 'number') {
    return value >= (row.minInclusive ?? value) && value <= (row.maxInclusive ?? value);
  }
  const [least, most] = [row.length ?? row.minLength ?? 0, row.length ?? row.maxLength ?? Number.POSITIVE_INFINITY];
  if (typeof value === 'string' && value.length <= most && value.length >= 2 * least) {
    return true; // no need to count: a character is one or two code units
  }
  const length = typeof value === 'string' ? [...value].length : sizeOf(value);
  return length >= least && length <= most;
}

function sizeOf(value: unknown): number {
  return value instanceof Uint8Array || Array.isArray(value) ? value.length : 0;
}

/** Translates a pattern of XML Schema; of its own escapes the ONVIF schemas use \i and \c only. */
function translatePattern(pattern: string): RegExp {
  const translated = pattern
    .replaceAll('[\\i-[:]]', `[${ncNameStart}]`)
    .replaceAll('[\\c-[:]]', `[${ncNameCharacter}]`)
    .replaceAll('\\i', `[:${ncNameStart}]`)
    .replaceAll('\\c', `[:${ncNameCharacter}]`);
  return new RegExp(`^(?:${translated})$`, 'u');
}
