import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeFromMedia } from '../../../firmware/link/channel.ts';

const channel = suite('channel');

const good = [
  { kind: 'ready', rtspPort: 8554 },
  { kind: 'refused', reason: 'port' },
  { kind: 'picture', request: 1, picture: Buffer.from('x') },
  { kind: 'luma', request: 1, luma: 0 },
  { kind: 'no-picture', request: 1, error: 'gone', reason: 'x' },
  { kind: 'session', event: { kind: 'closed', id: 'a', path: 'b', reason: 'c' } },
  { kind: 'pipeline', event: { kind: 'pipeline-recovered', id: 'a' } },
  { kind: 'pipeline', event: { kind: 'encoders', encoders: [] } },
  {
    kind: 'pipeline',
    event: { kind: 'camera', id: 'a', facts: { levels: {}, modes: {}, initialModes: {} }, values: {} },
  },
  {
    kind: 'pipeline',
    event: {
      kind: 'picture',
      id: 'a',
      state: { tooBlurry: false, tooDark: true, tooBright: false, sceneChanged: false },
    },
  },
  { kind: 'motion', source: 'a', lost: true },
  { kind: 'motion', source: 'a', lost: false, record: Buffer.from('x') },
  { kind: 'heartbeat', next: 500 },
];

for (const message of good) {
  channel(`takes ${message.kind}`, () => assert.is(decodeFromMedia(message), message));
}

const bad = [
  { kind: 'heartbeat' },
  { kind: 'heartbeat', next: 60_000 },
  undefined,
  null,
  'ready',
  {},
  { kind: 'constructor' },
  { kind: 'ready' },
  { kind: 'ready', rtspPort: '8554' },
  { kind: 'picture', request: 1, picture: 'text' },
  { kind: 'picture', request: 1, picture: new Uint8Array(17 * 1024 * 1024) },
  { kind: 'luma', request: 1, luma: 1.01 },
  { kind: 'luma', request: 1, luma: Number.NaN },
  { kind: 'luma', request: 1 },
  { kind: 'motion', source: 'a', record: Buffer.from('x') },
  { kind: 'motion', source: 'a', lost: false, record: 'text' },
  { kind: 'motion', source: 'a', lost: false, record: new Uint8Array(4097) },
  { kind: 'session', event: null },
  { kind: 'pipeline', event: null },
  { kind: 'pipeline', event: { kind: 'encoders' } },
  { kind: 'pipeline', event: { kind: 'encoders', encoders: 'H264' } },
  { kind: 'pipeline', event: { kind: 'camera', id: 'a', values: {} } },
  { kind: 'pipeline', event: { kind: 'camera', id: 'a', facts: { levels: {}, modes: {} }, values: {} } },
  { kind: 'pipeline', event: { kind: 'picture', id: 'a' } },
  { kind: 'pipeline', event: { kind: 'picture', id: 'a', state: { tooDark: true } } },
];

for (const [index, message] of bad.entries()) {
  channel(`drops bad message ${index}`, () => assert.is(decodeFromMedia(message), undefined));
}

channel('never throws, whatever comes', () => {
  const garbage = fc.property(fc.anything(), (message) => {
    decodeFromMedia(message);
  });
  void fc.assert(garbage);
});

channel.run();
