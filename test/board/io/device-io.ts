import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../hal/boards/board.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { OwnTime } from '../../own-time.ts';
import { type DeviceIoUnderTest, deviceIoUnderTest, faultOf } from '../../services/deviceio/device-io-under-test.ts';
import { until } from '../../until.ts';
import { boardLine, level, plugChip, pull, wire } from '../simulated-lines.ts';

const room = suite('DeviceIO service on lines');
const initial = { mode: 'Bistable', delay: 1000, idleState: 'open' } as const;
/** Longest time (ms) from an edge to its event. */
const requirement = 100;
const debounce = 20;
const [relayLine, inputLine, tamperLine] = [2, 3, 4];
const board: Board = {
  ...virtual,
  serialPorts: [],
  relays: [
    { id: 'Relay1', driver: 'line', line: boardLine(relayLine, true), initial },
    { id: 'Taken', driver: 'line', line: { chip: 'hogged', line: 1 }, initial },
  ],
  digitalInputs: [
    { id: 'Input1', use: 'input', driver: 'line', line: boardLine(inputLine), debounce },
    { id: 'Lid', use: 'tamper', driver: 'line', line: boardLine(tamperLine), debounce },
  ],
};
const hogged = plugChip('hogs', 'hogged', 2, [1]);
let device: DeviceIoUnderTest;

room.before(async () => {
  wire(inputLine, 0);
  wire(tamperLine, 0);
  device = await deviceIoUnderTest(board);
});
room.after(async () => {
  await device.hardware.close();
  hogged.remove();
});

function told(topic: string): readonly string[] {
  return device.published
    .filter((message) => message.topic === `tns1:Device/Trigger/${topic}`)
    .map(({ source, data, operation }) => `${Object.values(source)[0]} ${operation} ${data.LogicalState}`);
}

/** Times (ms) from an edge to its event: by the wall clock, and of this process alone. */
type Latencies = readonly { readonly wall: number; readonly own: number }[];

/** Takes the times where the events are published; the waiting test would be later. */
async function latencies(act: (turn: number) => unknown): Promise<Latencies> {
  const watch = new OwnTime();
  const found: { wall: number; own: number }[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    let time: { wall: number; own: number } | undefined;
    const push = Array.prototype.push.bind(device.published);
    device.published.push = (...messages) => {
      time ??= { wall: watch.elapsed, own: watch.own() };
      return push(...messages);
    };
    watch.begin();
    await act(turn);
    await until(() => time !== undefined);
    if (time !== undefined) found.push(time);
  }
  watch.end();
  return found;
}

/** Tells the times, and fails where an edge took the camera too long. */
function check(what: string, times: Latencies): void {
  const list = (member: 'wall' | 'own'): string => times.map((time) => time[member].toFixed(1)).join(' ');
  process.stdout.write(`\n${what}, edge to event in ms: ${list('wall')}; without stalls: ${list('own')}\n`);
  assert.is(times.length, 20);
  for (const { own } of times) assert.ok(own < requirement, `${what}: ${own} ms`);
}

room('tells the true states at the start, and those of lines that work only', () => {
  assert.equal(told('DigitalInput'), ['Input1 Initialized false', 'Lid Initialized false']);
  assert.equal(told('Relay'), ['Relay1 Initialized inactive']);
});

// shows DIO-04, DIO-06
room('turns every edge of an input into an event within 100 ms', async () => {
  const times = await latencies((turn) => pull(inputLine, turn % 2 === 0 ? 1 : 0));
  check(`inputs (debounce ${debounce} ms)`, times);
  assert.equal(told('DigitalInput').slice(2, 4), ['Input1 Changed true', 'Input1 Changed false']);
});

room('reports a lid that opens as tampering, bounces once', async () => {
  for (const to of [1, 0, 1] as const) pull(tamperLine, to);
  await until(() => told('Tampering').includes('Lid Changed true'));
  assert.equal(told('Tampering'), ['Lid Initialized false', 'Lid Changed true']);
});

room('moves the contact of a relay before it answers, and tells it', async () => {
  const set = (LogicalState: 'active' | 'inactive'): Promise<unknown> =>
    device.call('SetRelayOutputState', { RelayOutputToken: 'Relay1', LogicalState });
  const times = await latencies(async (turn) => {
    await set(turn % 2 === 0 ? 'active' : 'inactive');
    // The contact closes at the low level.
    assert.is(level(relayLine), turn % 2 === 0 ? 0 : 1);
  });
  check('relays', times);
});

room('answers ter:Action for a relay whose line the kernel holds, and goes on with the other', async () => {
  const state = { RelayOutputToken: 'Taken', LogicalState: 'active' } as const;
  assert.is(await faultOf(device.call('SetRelayOutputState', state)), 'Action');
  assert.match(device.hardware.faults[0]?.message ?? '', /relay Taken/);
  await device.call('SetRelayOutputState', { RelayOutputToken: 'Relay1', LogicalState: 'active' });
  assert.is(level(relayLine), 0);
});

room('leaves a relay in the idle state that was set last, and opens it there', async () => {
  const Properties = { Mode: 'Bistable', DelayTime: 'PT1S', IdleState: 'closed' } as const;
  const stored = new Map<string, string>();
  await device.hardware.close();
  device = await deviceIoUnderTest(board, stored);
  await device.call('SetRelayOutputSettings', { RelayOutput: { token: 'Relay1', Properties } });
  await device.hardware.close();
  assert.is(level(relayLine), 0);
  device = await deviceIoUnderTest(board, stored);
  assert.is(level(relayLine), 0);
});

room.run();
