import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../hal/boards/virtual.ts';
import { virtualContact } from '../../../hal/virtual/contacts.ts';
import { until } from '../../until.ts';
import { type DeviceIoUnderTest, deviceIoUnderTest, faultOf } from './device-io-under-test.ts';

const relays = suite('relay outputs');
let device: DeviceIoUnderTest;

relays.before.each(async () => {
  device = await deviceIoUnderTest();
});
relays.after.each(() => device.hardware.close());

const events = (token: string): readonly string[] =>
  device.published
    .filter(({ topic, source }) => topic === 'tns1:Device/Trigger/Relay' && source.RelayToken === token)
    .map(({ operation, data }) => `${operation} ${data.LogicalState}`);

function set(token: string, LogicalState: 'active' | 'inactive'): Promise<unknown> {
  return device.call('SetRelayOutputState', { RelayOutputToken: token, LogicalState });
}

function configure(token: string, Mode: 'Bistable' | 'Monostable', DelayTime: string, IdleState: 'open' | 'closed') {
  return device.call('SetRelayOutputSettings', {
    RelayOutput: { token, Properties: { Mode, DelayTime, IdleState } },
  });
}

relays('are listed with mode, delay and idle state, and their options in seconds', async () => {
  assert.equal((await device.call('GetRelayOutputs', {})).RelayOutputs, [
    { token: 'Relay1', Properties: { Mode: 'Bistable', DelayTime: 'PT1S', IdleState: 'open' } },
    { token: 'Relay2', Properties: { Mode: 'Monostable', DelayTime: 'PT1S', IdleState: 'open' } },
  ]);
  const { RelayOutputOptions } = await device.call('GetRelayOutputOptions', { RelayOutputToken: 'Relay2' });
  assert.equal(RelayOutputOptions, [
    { token: 'Relay2', Mode: ['Bistable', 'Monostable'], DelayTimes: [0.01, 86_400], Discrete: false },
  ]);
  assert.is((await device.call('GetRelayOutputOptions', {})).RelayOutputOptions?.length, 2);
});

// shows DIO-04
relays('tell their state at the start, and each change once', async () => {
  await set('Relay1', 'active');
  await set('Relay1', 'active');
  assert.is(virtualContact('Relay1'), true);
  await set('Relay1', 'inactive');
  assert.equal(events('Relay1'), ['Initialized inactive', 'Changed active', 'Changed inactive']);
  const [first] = device.published;
  assert.equal([Object.keys(first?.source ?? {}), Object.keys(first?.data ?? {})], [['RelayToken'], ['LogicalState']]);
});

relays('fall back after the delay when monostable, with an event', async () => {
  await configure('Relay1', 'Monostable', 'PT0.05S', 'open');
  await set('Relay1', 'active');
  assert.is(virtualContact('Relay1'), true);
  await until(() => events('Relay1').at(-1) === 'Changed inactive');
  assert.is(virtualContact('Relay1'), false);
});

relays('invert the contact with the idle state, not the logical word', async () => {
  await configure('Relay1', 'Bistable', 'PT1S', 'closed');
  assert.is(virtualContact('Relay1'), true);
  await set('Relay1', 'active');
  assert.is(virtualContact('Relay1'), false);
  assert.equal(events('Relay1'), ['Initialized inactive', 'Changed active']);
});

relays('ignore the delay while bistable, and read back what was set', async () => {
  await configure('Relay2', 'Bistable', 'PT0S', 'open');
  await configure('Relay2', 'Monostable', 'PT0.25S', 'closed');
  assert.equal((await device.call('GetRelayOutputs', {})).RelayOutputs?.[1], {
    token: 'Relay2',
    Properties: { Mode: 'Monostable', DelayTime: 'PT0.25S', IdleState: 'closed' },
  });
});

for (const delay of ['PT0S', '-PT1S', 'PT0.001S', 'P2D', 'P1Y', 'nonsense']) {
  relays(`refuse a delay of ${delay} with ter:ModeError, and change nothing`, async () => {
    const before = await device.call('GetRelayOutputs', {});
    assert.is(await faultOf(configure('Relay2', 'Monostable', delay, 'closed')), 'ModeError');
    assert.equal(await device.call('GetRelayOutputs', {}), before);
    assert.is(virtualContact('Relay2'), false);
  });
}

relays('refuse an unknown token with ter:RelayToken', async () => {
  for (const call of [
    set('Relay9', 'active'),
    configure('Relay9', 'Bistable', 'PT1S', 'open'),
    device.call('GetRelayOutputOptions', { RelayOutputToken: 'Relay9' }),
  ]) {
    assert.is(await faultOf(call), 'RelayToken');
  }
});

relays('open in the idle state that was stored', async () => {
  const stored = new Map<string, string>();
  const before = await deviceIoUnderTest(virtual, stored);
  const Properties = { Mode: 'Bistable', DelayTime: 'PT1S', IdleState: 'closed' } as const;
  await before.call('SetRelayOutputSettings', { RelayOutput: { token: 'Relay1', Properties } });
  await before.hardware.close();
  const after = await deviceIoUnderTest(virtual, stored);
  assert.is(after.relays.facts[0]?.initial.idleState, 'closed');
  assert.is(virtualContact('Relay1'), true);
  assert.equal((await after.call('GetRelayOutputs', {})).RelayOutputs?.[0]?.Properties, Properties);
  await after.hardware.close();
});

relays('are refused while their line is taken, and the others go on', async () => {
  const line = { chip: 'no-such-chip', line: 3 };
  const [one] = virtual.relays ?? [];
  if (one === undefined) throw new Error('the virtual board has no relay');
  const broken = await deviceIoUnderTest({
    ...virtual,
    relays: [one, { id: 'Relay2', driver: 'line', line, initial: one.initial }],
    serialPorts: [],
  });
  const state = { RelayOutputToken: 'Relay2', LogicalState: 'active' } as const;
  assert.is(await faultOf(broken.call('SetRelayOutputState', state)), 'Action');
  const Properties = { Mode: 'Bistable', DelayTime: 'PT1S', IdleState: 'closed' } as const;
  const settings = { RelayOutput: { token: 'Relay2', Properties } };
  assert.is(await faultOf(broken.call('SetRelayOutputSettings', settings)), 'Action');
  await broken.call('SetRelayOutputState', { RelayOutputToken: 'Relay1', LogicalState: 'active' });
  assert.is(virtualContact('Relay1'), true);
  await broken.hardware.close();
});

relays.run();
