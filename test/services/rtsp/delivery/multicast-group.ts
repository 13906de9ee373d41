import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MulticastPlan } from '../../../../services/plan/desired-media.ts';
import { groupOf } from '../../../../services/rtsp/delivery/choose-transport.ts';
import { interfaceFor } from '../../../../services/rtsp/delivery/multicast-group.ts';
import { parseTransport } from '../../../../services/rtsp/headers/transport.ts';

const group = suite('delivery/multicast-group');

const plan: MulticastPlan = { address: '239.0.0.1', port: 5000, ttl: 4 };
const transports: readonly [string, MulticastPlan | undefined, MulticastPlan | undefined][] = [
  ['RTP/AVP;multicast', plan, plan],
  ['RTP/AVP;multicast', undefined, undefined],
  ['RTP/AVP;multicast;destination=239.9.9.9;port=6000-6001;ttl=2', plan, { address: '239.9.9.9', port: 6000, ttl: 2 }],
  ['RTP/AVP;multicast;destination=239.9.9.9', plan, { address: '239.9.9.9', port: 5000, ttl: 4 }],
  ['RTP/AVP;multicast;port=7000-7001;ttl=255', plan, { ...plan, port: 7000, ttl: 16 }],
  ['RTP/AVP;multicast;ttl=255', { ...plan, ttl: 64 }, { ...plan, ttl: 64 }],
  ['RTP/AVP;multicast;destination=239.9.9.9;port=6000', undefined, { address: '239.9.9.9', port: 6000, ttl: 16 }],
  ['RTP/AVP;multicast;destination=192.0.2.1;port=6000-6001', plan, undefined],
  ['RTP/AVP;multicast;destination=224.0.0.251;port=6000-6001', plan, undefined],
  ['RTP/AVP;multicast;destination=ff02::1;port=6000-6001', plan, undefined],
  ['RTP/AVP;multicast;port=6001-6002', plan, undefined],
  ['RTP/AVP;multicast;port=22-23', plan, undefined],
];

for (const [text, configured, expected] of transports) {
  group(`${text} ${configured === undefined ? 'without' : 'with'} a configured group`, () => {
    const [transport] = parseTransport(text);
    assert.ok(transport);
    assert.equal(transport === undefined ? undefined : groupOf(transport, configured), expected);
  });
}

group('leaves by the address the client talks to, when that is on the network and of the family', () => {
  assert.is(interfaceFor('239.0.0.1', '192.0.2.7'), '192.0.2.7');
  assert.is(interfaceFor('ff05::1', '2001:db8::7'), '2001:db8::7');
  assert.is(interfaceFor('239.0.0.1', undefined, ['127.0.0.1']), '127.0.0.1', 'only that is served');
  assert.is(interfaceFor('239.0.0.1', '192.0.2.7', ['198.51.100.1', '192.0.2.7']), '192.0.2.7');
  assert.is(interfaceFor('239.0.0.1', '2001:db8::7', ['2001:db8::7', '192.0.2.7']), '192.0.2.7');
  assert.not.match(interfaceFor('239.0.0.1', '2001:db8::7'), ':');
  assert.match(interfaceFor('ff05::1', '192.0.2.7'), ':');
});

group.run();
