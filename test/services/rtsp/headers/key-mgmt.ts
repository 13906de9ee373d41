import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseKeyManagement, serializeKeyManagement } from '../../../../services/rtsp/headers/key-mgmt.ts';

const keyMgmt = suite('key-mgmt');

const rows: readonly [string, readonly (readonly [string, string, string])[]][] = [
  ['prot=mikey;uri="";data="AQAF"', [['mikey', '', 'AQAF']]],
  ['prot=mikey; uri="rtsp://a/b"; data="AQ AF"', [['mikey', 'rtsp://a/b', 'AQAF']]],
  ['PROT=MIKEY;data=AQAF==', [['mikey', '', 'AQAF==']]],
  [
    'prot=x;uri="";data="1", prot=mikey;uri="";data="2"',
    [
      ['x', '', '1'],
      ['mikey', '', '2'],
    ],
  ],
  ['prot=mikey', []],
  ['data="AQAF"', []],
  ['', []],
];

for (const [text, expected] of rows) {
  keyMgmt(`reads '${text}'`, () => {
    assert.equal(
      parseKeyManagement(text),
      expected.map(([protocol, uri, data]) => ({ protocol, uri, data })),
    );
  });
}

keyMgmt('writes what it reads', () => {
  const entry = { protocol: 'mikey', uri: 'rtsp://a/track1', data: 'AQAF' };
  assert.equal(parseKeyManagement(serializeKeyManagement(entry)), [entry]);
});

keyMgmt('takes any text without an exception', () => {
  fc.assert(fc.property(fc.string(), (text) => parseKeyManagement(`prot=mikey;data="${text}"`).length <= 4));
});

keyMgmt.run();
