import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseTransport, serializeTransport, type Transport } from '../../../../services/rtsp/headers/transport.ts';

const transport = suite('transport');

const unicast = { profile: 'RTP/AVP', lower: 'UDP', delivery: 'unicast' } as const;
const interleaved = { profile: 'RTP/AVP', lower: 'TCP', delivery: 'unicast' } as const;

const both: readonly [string, Transport][] = [
  ['RTP/AVP;unicast;client_port=8000-8001', { ...unicast, clientPort: [8000, 8001] }],
  ['RTP/AVP/TCP;unicast;interleaved=0-1', { ...interleaved, interleaved: [0, 1] }],
  ['RTP/SAVP;unicast;client_port=9000-9001', { ...unicast, profile: 'RTP/SAVP', clientPort: [9000, 9001] }],
  [
    'RTP/AVP;unicast;source=192.0.2.1;client_port=8000-8001;server_port=9000-9001;ssrc=0000BEEF',
    { ...unicast, source: '192.0.2.1', clientPort: [8000, 8001], serverPort: [9000, 9001], ssrc: 0xbeef },
  ],
  [
    'RTP/AVP;multicast;destination=239.0.0.1',
    { profile: 'RTP/AVP', lower: 'UDP', delivery: 'multicast', destination: '239.0.0.1' },
  ],
  ['RTP/AVP/TCP;unicast;interleaved=2-3;mode="PLAY"', { ...interleaved, interleaved: [2, 3], mode: 'PLAY' }],
];

for (const [text, value] of both) {
  transport(`reads and writes ${text}`, () => {
    assert.equal(parseTransport(text), [value]);
    assert.is(serializeTransport(value), text);
  });
}

const reads: readonly [string, string, readonly Transport[]][] = [
  ['a UDP that is named', 'RTP/AVP/UDP;unicast;client_port=1-2', [{ ...unicast, clientPort: [1, 2] }]],
  ['lower case and blanks', ' rtp/avp ; UNICAST ; client_port=8000-8001 ', [{ ...unicast, clientPort: [8000, 8001] }]],
  ['one port alone', 'RTP/AVP;unicast;client_port=8000', [{ ...unicast, clientPort: [8000, 8001] }]],
  ['no delivery as unicast', 'RTP/AVP;client_port=8000-8001', [{ ...unicast, clientPort: [8000, 8001] }]],
  ['parameters it does not know', 'RTP/AVP;unicast;layers=1;x;client_port=4-5', [{ ...unicast, clientPort: [4, 5] }]],
  [
    'alternatives in their order',
    'RTP/AVP/TCP;unicast;interleaved=0-1, RTP/AVP;unicast;client_port=6-7',
    [
      { ...interleaved, interleaved: [0, 1] },
      { ...unicast, clientPort: [6, 7] },
    ],
  ],
  ['the good one of two', 'RAW/RAW/UDP;unicast,RTP/AVP;client_port=6-7', [{ ...unicast, clientPort: [6, 7] }]],
];

for (const [what, text, value] of reads) transport(`reads ${what}`, () => assert.equal(parseTransport(text), value));

for (const text of [
  '',
  ';',
  'RTP',
  'RTP/AVP;client_port=70000-70001',
  'RTP/AVP;client_port=a-b',
  'RTP/AVP/TCP;interleaved=256-257',
  'RTP/AVP/TCP;interleaved=3-3',
  'RTP/AVP/SCTP;unicast',
]) {
  transport(`finds no alternative in '${text}'`, () => assert.equal(parseTransport(text), []));
}

transport('looks at no more than 16 alternatives', () => {
  assert.is(parseTransport(Array(1000).fill('RTP/AVP;unicast').join(',')).length, 16);
});

transport('takes any text without an exception', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      for (const one of parseTransport(`RTP/AVP;${a},RTP/AVP/TCP;interleaved=${b}`)) {
        assert.equal(parseTransport(serializeTransport(one)), [one]);
      }
    }),
  );
});

transport.run();
