import { conventionalPrefix, namespaceOfPrefix } from '../type-registry.ts';
import type { NamespaceLookup } from '../xml-element.ts';
import { fromBase64, fromHex, toBase64, toHex } from './binary-text.ts';
import { decodeDateTime, encodeDateTime } from './date-time.ts';

/** Namespaces by prefix at a value; only QName uses them. */
export type InScope = Pick<NamespaceLookup, 'get'>;

/** Codec of a simple type. Both directions return undefined for a value that does not fit, and never throw. */
export interface SimpleCodec {
  readonly whiteSpace: 'preserve' | 'replace' | 'collapse';
  /** Decodes text whose white space is normalized already. */
  decode(text: string, namespaces: InScope): unknown;
  encode(value: unknown): string | undefined;
  /** Kind of the error for a value that does not fit. */
  readonly refusal: 'type' | 'enumeration';
}

const nameStart =
  'A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';

/** Character classes of Namespaces in XML, without brackets, for regular expressions with the u flag. */
export const ncNameStart: string = nameStart;
export const ncNameCharacter: string = `${nameStart}\\-.0-9\\xB7\\u0300-\\u036F\\u203F-\\u2040`;

const ncName = `[${ncNameStart}][${ncNameCharacter}]*`;
const ncNamePattern = new RegExp(`^${ncName}$`, 'u');
const qNamePattern = new RegExp(`^(?:(${ncName}):)?(${ncName})$`, 'u');
const durationPattern = /^-?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;
const floatPattern = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

function text(whiteSpace: SimpleCodec['whiteSpace'], pattern?: RegExp): SimpleCodec {
  const fits = (value: string): boolean => pattern === undefined || pattern.test(value);
  return {
    whiteSpace,
    refusal: 'type',
    decode: (value) => (fits(value) ? value : undefined),
    encode: (value) => (typeof value === 'string' && fits(value) ? value : undefined),
  };
}

/** Integers beyond 2^53 have no exact value here and are refused. */
function integer(least: number, most: number): SimpleCodec {
  const fits = (value: number): boolean => Number.isSafeInteger(value) && value >= least && value <= most;
  return {
    whiteSpace: 'collapse',
    refusal: 'type',
    decode: (value) => (/^[+-]?\d+$/.test(value) && fits(Number(value)) ? Number(value) + 0 : undefined),
    encode: (value) => (typeof value === 'number' && fits(value) ? String(value) : undefined),
  };
}

const special: ReadonlyMap<string, number> = new Map([
  ['INF', Number.POSITIVE_INFINITY],
  ['-INF', Number.NEGATIVE_INFINITY],
  ['NaN', Number.NaN],
]);

const float: SimpleCodec = {
  whiteSpace: 'collapse',
  refusal: 'type',
  decode: (value) => (floatPattern.test(value) ? Number(value) : special.get(value)),
  encode: (value) => (typeof value === 'number' ? encodeFloat(value) : undefined),
};

const decimal: SimpleCodec = {
  ...float,
  decode: (value) => (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(value) ? Number(value) : undefined),
  encode: (value) => (typeof value === 'number' && Number.isFinite(value) ? encodeFloat(value) : undefined),
};

/** Number without exponent, which some clients cannot read. */
function encodeFloat(value: number): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'INF' : '-INF';
  }
  const [mantissa = '', exponent] = String(value).split('e');
  return exponent === undefined ? mantissa : shiftPoint(mantissa, Number(exponent));
}

/** JavaScript writes exponents below 1e-6 and from 1e21 on, always after one digit of the mantissa. */
function shiftPoint(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace('-', '').replace('.', '');
  return exponent < 0 ? `${sign}0.${'0'.repeat(-exponent - 1)}${digits}` : `${sign}${digits.padEnd(exponent + 1, '0')}`;
}

const boolean: SimpleCodec = {
  whiteSpace: 'collapse',
  refusal: 'type',
  decode: (value) =>
    value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : undefined,
  encode: (value) => (typeof value === 'boolean' ? String(value) : undefined),
};

const dateTime: SimpleCodec = {
  whiteSpace: 'collapse',
  refusal: 'type',
  decode: decodeDateTime,
  encode: (value) => (value instanceof Date ? encodeDateTime(value) : undefined),
};

/** QName with the conventional prefix, `{uri}local` when the namespace has none. */
const qName: SimpleCodec = {
  whiteSpace: 'collapse',
  refusal: 'type',
  decode(value, namespaces) {
    const match = qNamePattern.exec(value);
    if (match === null) {
      return undefined;
    }
    const [, prefix = '', local = ''] = match;
    const namespace =
      namespaces.get(prefix) ?? (prefix === '' ? '' : prefix === 'xml' ? namespaceOfPrefix('xml') : undefined);
    if (namespace === undefined || namespace === '') {
      return namespace === undefined ? undefined : local;
    }
    const conventional = conventionalPrefix(namespace);
    return conventional === undefined ? `{${namespace}}${local}` : `${conventional}:${local}`;
  },
  encode(value) {
    const match = typeof value === 'string' ? qNamePattern.exec(value) : null;
    if (match === null) {
      return undefined;
    }
    return match[1] === undefined || namespaceOfPrefix(match[1]) !== undefined ? match[0] : undefined;
  },
};

/** Binary values are Uint8Array; browsers run this codec as well, which have no Buffer. */
const hexBinary: SimpleCodec = {
  whiteSpace: 'collapse',
  refusal: 'type',
  decode: (value) => (value.length % 2 === 0 && /^[0-9A-Fa-f]*$/.test(value) ? fromHex(value) : undefined),
  encode: (value) => (value instanceof Uint8Array ? toHex(value) : undefined),
};

const base64Binary: SimpleCodec = {
  whiteSpace: 'collapse',
  refusal: 'type',
  decode: (value) => {
    const digits = value.replaceAll(' ', '');
    return digits.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(digits) ? fromBase64(digits) : undefined;
  },
  encode: (value) => (value instanceof Uint8Array ? toBase64(value) : undefined),
};

const safe = Number.MAX_SAFE_INTEGER;

/** Built-in types of XML Schema by name. */
export const builtInTypes: ReadonlyMap<string, SimpleCodec> = new Map([
  ['xs:string', text('preserve')],
  ['xs:anySimpleType', text('preserve')],
  ['xs:normalizedString', text('replace')],
  ['xs:token', text('collapse')],
  ['xs:language', text('collapse', /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/)],
  ['xs:anyURI', text('collapse')],
  ['xs:NCName', text('collapse', ncNamePattern)],
  ['xs:ID', text('collapse', ncNamePattern)],
  ['xs:duration', text('collapse', durationPattern)],
  ['xs:QName', qName],
  ['xs:boolean', boolean],
  ['xs:dateTime', dateTime],
  ['xs:float', float],
  ['xs:double', float],
  ['xs:decimal', decimal],
  ['xs:integer', integer(-safe, safe)],
  ['xs:nonNegativeInteger', integer(0, safe)],
  ['xs:positiveInteger', integer(1, safe)],
  ['xs:long', integer(-safe, safe)],
  ['xs:unsignedLong', integer(0, safe)],
  ['xs:int', integer(-(2 ** 31), 2 ** 31 - 1)],
  ['xs:unsignedInt', integer(0, 2 ** 32 - 1)],
  ['xs:short', integer(-(2 ** 15), 2 ** 15 - 1)],
  ['xs:unsignedShort', integer(0, 2 ** 16 - 1)],
  ['xs:byte', integer(-128, 127)],
  ['xs:unsignedByte', integer(0, 255)],
  ['xs:base64Binary', base64Binary],
  ['xs:hexBinary', hexBinary],
]);
