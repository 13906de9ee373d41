import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeSimple, simpleCodec } from '../../../../services/schema/simple/simple-type.ts';

const lexical = suite('simple types');
const scope = new Map([['t', 'http://www.onvif.org/ver10/schema']]);

/** Type, text, value, and the text that comes back where it differs. */
const valid: readonly (readonly [string, string, unknown, string?])[] = [
  ['xs:boolean', ' 1 ', true, 'true'],
  ['xs:boolean', 'false', false],
  ['xs:int', '+007', 7, '7'],
  ['xs:int', '-2147483648', -2147483648],
  ['xs:int', '-0', 0, '0'],
  ['xs:integer', '9007199254740991', 9007199254740991],
  ['xs:float', '1e-7', 1e-7, '0.0000001'],
  ['xs:float', '-1.5E+2', -150, '-150'],
  ['xs:float', '.5', 0.5, '0.5'],
  ['xs:float', 'INF', Number.POSITIVE_INFINITY],
  ['xs:float', '-INF', Number.NEGATIVE_INFINITY],
  ['xs:float', '1e21', 1e21, '1000000000000000000000'],
  ['xs:string', ' a\n', ' a\n'],
  ['xs:token', ' a \t b\n', 'a b', 'a b'],
  ['xs:normalizedString', 'a\tb ', 'a b ', 'a b '],
  ['xs:anyURI', ' http://h/ ', 'http://h/', 'http://h/'],
  ['xs:duration', 'PT60S', 'PT60S'],
  ['xs:duration', '-P1Y2M3DT4H5M6.7S', '-P1Y2M3DT4H5M6.7S'],
  ['xs:QName', 't:Name', 'tt:Name', 'tt:Name'],
  ['xs:NCName', 'é-1', 'é-1'],
  ['xs:hexBinary', '00fF', new Uint8Array([0, 255]), '00FF'],
  ['xs:base64Binary', 'AP8=', new Uint8Array([0, 255])],
  ['xs:base64Binary', 'AP\n 8 =', new Uint8Array([0, 255]), 'AP8='],
  ['xs:base64Binary', '', new Uint8Array()],
  ['tt:IntList', ' 1  2\n3 ', [1, 2, 3], '1 2 3'],
  ['tt:IntList', '', []],
  ['wsnt:AbsoluteOrRelativeTimeType', 'PT1M', 'PT1M'],
  [
    'wsnt:AbsoluteOrRelativeTimeType',
    ' 2024-01-01T00:00:00Z ',
    new Date('2024-01-01T00:00:00Z'),
    '2024-01-01T00:00:00Z',
  ],
  ['tt:Name', '\u{1f600}'.repeat(64), '\u{1f600}'.repeat(64)],
  ['wstop:ConcreteTopicExpression', 'tns1:Media/ProfileChanged', 'tns1:Media/ProfileChanged'],
];

const invalid: readonly (readonly [string, string])[] = [
  ['xs:boolean', 'True'],
  ['xs:boolean', ''],
  ['xs:int', '2147483648'],
  ['xs:int', '0x10'],
  ['xs:int', '1 2'],
  ['xs:integer', '9007199254740993'],
  ['xs:nonNegativeInteger', '-1'],
  ['xs:positiveInteger', '0'],
  ['xs:float', 'Infinity'],
  ['xs:float', '1,5'],
  ['xs:float', '.'],
  ['xs:duration', 'P'],
  ['xs:duration', 'PT'],
  ['xs:duration', 'P1DT'],
  ['xs:duration', 'PT1.S'],
  ['xs:duration', '60'],
  ['xs:QName', 'u:Name'],
  ['xs:QName', 'a b'],
  ['xs:NCName', '1a'],
  ['xs:hexBinary', '0'],
  ['xs:hexBinary', '0g'],
  ['xs:base64Binary', 'AP8'],
  ['xs:base64Binary', 'A==='],
  ['tt:IntList', '1 x'],
  ['tt:Name', 'a'.repeat(65)],
  ['tt:Dot11PSK', '00'],
  ['tt:Dot11PSKPassphrase', 'short'],
  ['tt:Dot11SSIDType', ''],
  ['tt:VideoEncoding', 'h264'],
  ['wsnt:AbsoluteOrRelativeTimeType', 'now'],
  ['wstop:ConcreteTopicExpression', 'tns1:Media//.'],
];

lexical('reads what is in the lexical space, and writes it in one form', () => {
  for (const [type, text, value, written = text] of valid) {
    const codec = simpleCodec(type) ?? missing(type);
    assert.equal(decodeSimple(codec, text, scope), value, `${type} ${text}`);
    assert.is(codec.encode(value), written, `${type} ${text}`);
  }
});

lexical('refuses everything else', () => {
  for (const [type, text] of invalid) {
    const codec = simpleCodec(type);
    assert.is(codec === undefined ? undefined : decodeSimple(codec, text, scope), undefined, `${type} ${text}`);
  }
});

lexical('does not write values of the wrong kind', () => {
  const rows: readonly (readonly [string, unknown])[] = [
    ['xs:int', 1.5],
    ['xs:int', Number.NaN],
    ['xs:boolean', 'true'],
    ['xs:string', 1],
    ['xs:duration', '1m'],
    ['xs:dateTime', new Date(Number.NaN)],
    ['xs:QName', '{urn:x}a'],
    ['tt:StringList', ['a b']],
    ['tt:StringList', ['']],
    ['tt:IntList', 1],
    ['tt:VideoEncoding', 'h264'],
  ];
  for (const [type, value] of rows) {
    assert.is(simpleCodec(type)?.encode(value), undefined, `${type} ${String(value)}`);
  }
});

function missing(type: string): never {
  throw new Error(`no type ${type}`);
}

lexical.run();
