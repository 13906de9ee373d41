import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultEntities } from '../../../../services/entities/defaults.ts';
import type { VideoEncoderEntity } from '../../../../services/entities/kinds/video-encoder/change.ts';
import type { MediaEntities } from '../../../../services/entities/kinds.ts';
import type { MulticastEntity } from '../../../../services/entities/model.ts';
import {
  changeMulticast,
  defaultMulticast,
  multicastPlan,
  multicastToWire,
} from '../../../../services/entities/streams/multicast.ts';
import { startMulticast } from '../../../../services/entities/streams/multicast-streaming.ts';
import type * as tt from '../../../../services/generated/tt.ts';
import { refusalOf } from '../../events/refusals.ts';
import { deviceId, full } from '../boards.ts';

const multicast = suite('multicast');

const initial = defaultEntities({ board: full, deviceId });

function first({ VideoEncoder: [encoder] }: MediaEntities): VideoEncoderEntity {
  if (encoder === undefined) throw new Error('no encoder');
  return encoder;
}

function withGroup(group: Partial<MulticastEntity>): MediaEntities {
  const VideoEncoder = initial.VideoEncoder.map((one, index) =>
    index === 0 ? { ...one, multicast: { ...one.multicast, ...group } } : one,
  );
  return { ...initial, VideoEncoder };
}

function wish(address: string, Port: number, TTL: number, AutoStart = false): tt.MulticastConfiguration {
  const Address: tt.IPAddress = address.includes(':')
    ? { Type: 'IPv6', IPv6Address: address }
    : { Type: 'IPv4', IPv4Address: address };
  return { Address, Port, TTL, AutoStart };
}

const change = (wanted: tt.MulticastConfiguration | undefined, entities = initial): MulticastEntity =>
  changeMulticast(entities, 'VideoEncoder', first(entities), wanted);

const accepted: readonly (readonly [wanted: tt.MulticastConfiguration, planned: boolean])[] = [
  [wish('224.2.1.1', 5000, 1), true],
  [wish('239.255.254.255', 65_534, 255), true],
  [wish('ff12::1:3', 5004, 64), true],
  [wish('FF15::1', 2, 64, true), true],
  [wish('239.1.1.1', 0, 1), false],
  [wish('0.0.0.0', 5000, 1), false],
  [wish('::', 5000, 1), false],
];

for (const [wanted, planned] of accepted) {
  multicast(`${JSON.stringify(wanted)} is taken, ${planned ? 'sent to' : 'and nothing is sent'}`, () => {
    const entity = { ...first(initial), multicast: change(wanted) };
    const { multicast: set } = entity;
    assert.equal(multicastToWire(initial, 'VideoEncoder', entity), wanted);
    const plan = { address: set.address, port: wanted.Port, ttl: wanted.TTL };
    assert.equal(multicastPlan(entity), planned ? plan : undefined);
  });
}

multicast('what the first version told, no group and TTL 0, is taken back', () => {
  const none = { address: '0.0.0.0', port: 0, ttl: 1, autoStart: false };
  assert.equal(change(wish('0.0.0.0', 0, 0)), none);
});

const refused: readonly tt.MulticastConfiguration[] = [
  wish('192.168.1.1', 5000, 1),
  // Control groups: every host or router is a member (RFC 5771 4, RFC 4291 2.7.1).
  wish('224.0.0.1', 5000, 1),
  wish('224.0.0.251', 5000, 1),
  wish('224.0.1.1', 5000, 1),
  wish('239.255.255.250', 5000, 1),
  wish('ff02::1', 5000, 1),
  wish('ff02::fb', 5000, 1),
  wish('223.255.255.255', 5000, 1),
  wish('240.0.0.1', 5000, 1),
  wish('255.255.255.255', 5000, 1),
  wish('239.1.1', 5000, 1),
  wish('239.1.1.256', 5000, 1),
  wish('', 5000, 1),
  wish('fe80::1', 5000, 1),
  wish('::1', 5000, 1),
  wish('::ffff:239.1.1.1', 5000, 1),
  wish('ff02::1%eth0', 5000, 1),
  wish('239.1.1.1', 5001, 1),
  wish('239.1.1.1', -2, 1),
  wish('239.1.1.1', 65_536, 1),
  wish('239.1.1.1', 5000, 0),
  wish('239.1.1.1', 5000, 256),
  wish('0.0.0.0', 5000, 1, true),
  wish('239.1.1.1', 0, 1, true),
  { ...wish('239.1.1.1', 5000, 1), Address: { Type: 'IPv6', IPv4Address: '239.1.1.1' } },
  { ...wish('239.1.1.1', 5000, 1), Address: { Type: 'IPv4', IPv6Address: 'ff02::1' } },
];

for (const wanted of refused) {
  multicast(`${JSON.stringify(wanted)} is ConfigModify`, async () => {
    assert.is(await refusalOf(() => change(wanted)), 'ConfigModify');
  });
}

multicast('a group that another configuration has is ConfigModify, its address on another port is not', async () => {
  const { address, port } = initial.Metadata[0]?.multicast ?? first(initial).multicast;
  assert.is(await refusalOf(() => change(wish(address, port, 5))), 'ConfigModify');
  assert.is(change(wish(address, port + 2, 5)).port, port + 2);
  const both = withGroup({ address, port });
  assert.equal(change(wish(address, port, 7), both), { address, port, ttl: 7, autoStart: false });
});

multicast('without a wish the settings stay', () => {
  assert.is(change(undefined), first(initial).multicast);
});

multicast('AutoStart that a started profile shows is not taken for a wish', () => {
  const { next } = startMulticast(initial, 'Profile1');
  const shown = multicastToWire(next, 'VideoEncoder', first(next));
  assert.ok(shown.AutoStart);
  assert.equal(change(shown, next), first(initial).multicast);
  const own = withGroup({ autoStart: true });
  assert.ok(change(multicastToWire(own, 'VideoEncoder', first(own)), own).autoStart);
  assert.not.ok(change({ ...shown, AutoStart: false }, own).autoStart);
});

multicast('default groups are of the organization, and their ports are even', () => {
  for (let device = 0; device < 300; device += 1) {
    const { address, port } = defaultMulticast(`device ${device}`, 'Metadata', 15);
    assert.match(address, /^239\.19[2-5]\.\d{1,3}\.64$/);
    assert.ok(port % 2 === 0 && port >= 10_000 && port < 32_768, String(port));
  }
});

multicast.run();
