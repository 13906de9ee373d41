import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../hal/boards/board.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { openHardware } from '../../../hal/hardware/open-hardware.ts';
import { HalError } from '../../../hal/ports/hal-error.ts';
import type { SerialSettings } from '../../../hal/ports/serial-port.ts';
import { setVirtualInput, virtualContact } from '../../../hal/virtual/contacts.ts';
import { virtualLight } from '../../../hal/virtual/light.ts';
import { virtualSerialPeer } from '../../../hal/virtual/serial-pair.ts';
import { until } from '../../until.ts';

const hardware = suite('hardware of a board');
const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
const initial: SerialSettings = { baudRate: 9600, parity: 'None', characterLength: 8, stopBits: 1 };
const bistable = { mode: 'Bistable', delay: 0, idleState: 'open' } as const;

const board: Board = {
  ...virtual,
  relays: [{ id: 'Relay1', driver: 'virtual', initial: { ...bistable, idleState: 'closed' } }],
  digitalInputs: [
    { id: 'Door', use: 'input', driver: 'virtual' },
    { id: 'Lid', use: 'tamper', driver: 'virtual' },
  ],
  serialPorts: [{ id: 'Serial1', driver: 'virtual', initial }],
};

hardware.before.each(() => {
  lines.length = 0;
});

hardware('opens all parts of the board, and leaves them in a safe state', async () => {
  const all = await openHardware(board, log);
  assert.equal([[...all.relays.keys()], [...all.serialPorts.keys()]], [['Relay1'], ['Serial1']]);
  assert.equal(
    [...all.inputs.values()].map(({ id, use }) => [id, use]),
    [
      ['Door', 'input'],
      ['Lid', 'tamper'],
    ],
  );
  assert.equal([all.faults, lines], [[], []]);
  const told: boolean[] = [];
  all.inputs.get('Lid')?.input.onChange((active) => told.push(active));
  setVirtualInput('Lid', true);
  setVirtualInput('Lid', false);
  assert.equal(told, [true, false]);
  all.relays.get('Relay1')?.setActive(true);
  assert.is(virtualContact('Relay1'), false);
  await all.close();
  assert.is(virtualContact('Relay1'), true);
  assert.is(virtualSerialPeer('Serial1'), undefined);
});

hardware('is empty on a board without parts', async () => {
  const { axes, irCutFilters, illuminators, lightSensors, ...inside } = virtual;
  const { relays, digitalInputs, serialPorts, auxiliaries, ...bare } = inside;
  assert.equal(
    [axes, irCutFilters, illuminators, lightSensors, relays, digitalInputs, serialPorts, auxiliaries].map(
      (facts) => facts?.length,
    ),
    [3, 1, 1, 1, 2, 3, 1, 2],
  );
  const all = await openHardware(bare, log);
  assert.equal([all.axes.size, all.irCutFilters.size, all.illuminators.size, all.lightSensors.size], [0, 0, 0, 0]);
  assert.equal([all.relays.size, all.inputs.size, all.serialPorts.size, all.auxiliaries.size], [0, 0, 0, 0]);
  assert.equal(all.faults, []);
  await all.close();
});

hardware('keeps working parts, and reports each fault once with its remedy', async () => {
  const line = { chip: 'no-such-chip', line: 3 };
  const broken: Board = {
    ...board,
    relays: [...(board.relays ?? []), { id: 'Relay2', driver: 'line', line, initial: bistable }],
    digitalInputs: [{ id: 'Motion', use: 'input', driver: 'line', line, debounce: 5000 }],
    serialPorts: [{ id: 'Serial2', driver: 'device', path: '/dev/ttyNone', type: 'RS485HalfDuplex', initial }],
  };
  const all = await openHardware(broken, log, { retry: 20 });
  assert.equal([...all.relays.keys()], ['Relay1']);
  assert.equal(
    all.faults.map(({ id, what }) => [id, what]),
    [
      ['Serial2', 'serial port'],
      ['Relay2', 'relay'],
      ['Motion', 'digital input'],
    ],
  );
  assert.match(all.faults[0]?.message ?? '', /\/dev\/ttyNone.*plugged in/);
  assert.match(all.faults[2]?.message ?? '', /debounce of 5000 ms; it is 0 to 1000/);
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.is(lines.length, 3, 'looking again in vain is not told again');
  await all.close();
});

hardware('reports a lost part, and has it again when it returns', async () => {
  const all = await openHardware(board, log, { retry: 20 });
  const keepAlive = setTimeout(() => undefined, 10_000);
  let changes = 0;
  all.onChange(() => {
    changes += 1;
  });
  const lost = all.serialPorts.get('Serial1');
  virtualSerialPeer('Serial1')?.unplug();
  assert.is(all.serialPorts.has('Serial1'), false);
  assert.match(all.faults[0]?.message ?? '', /Serial1.*unplugged/);
  await until(() => all.serialPorts.has('Serial1'));
  assert.is.not(all.serialPorts.get('Serial1'), lost);
  assert.equal([all.faults, changes], [[], 2]);
  clearTimeout(keepAlive);
  await all.close();
});

hardware('opens axes, filters, illuminators and light sensors, and leaves the light off', async () => {
  const all = await openHardware(
    {
      ...board,
      irCutFilters: [{ id: 'Filter1', driver: 'virtual' }],
      illuminators: [{ id: 'Lamp1', kind: 'infrared', driver: 'virtual' }],
      lightSensors: [
        { id: 'Light1', driver: 'virtual', seesInfrared: true },
        { id: 'Light2', driver: 'picture', source: 'VideoSource1', seesInfrared: true },
      ],
    },
    log,
    { luma: async () => 0.5 },
  );
  assert.equal([...all.axes.keys()], ['Pan1', 'Tilt1', 'Zoom1']);
  assert.equal([[...all.irCutFilters.keys()], [...all.lightSensors.keys()]], [['Filter1'], ['Light1', 'Light2']]);
  assert.equal(all.faults, []);
  const dark = virtualLight.seen(true);
  await all.illuminators.get('Lamp1')?.setLevel(1);
  assert.ok(virtualLight.seen(true) > dark);
  await all.close();
  assert.is(virtualLight.seen(true), dark);
});

hardware('reads a picture sensor by the luma of its source', async () => {
  const lightSensors = [{ id: 'Light2', driver: 'picture', source: 'VideoSource1', seesInfrared: true }] as const;
  const lumas = new Map([['VideoSource1', 0.2]]);
  const all = await openHardware({ ...virtual, lightSensors }, log, {
    luma: async (source) => {
      const luma = lumas.get(source);
      if (luma === undefined) throw new HalError('gone', `${source}: no picture`);
      return luma;
    },
  });
  assert.equal(all.faults, []);
  const sensor = all.lightSensors.get('Light2');
  assert.ok(Math.abs(((await sensor?.read()) ?? 0) - 5) < 0.01, 'twilight');
  lumas.set('VideoSource1', 0.02);
  assert.ok(((await sensor?.read()) ?? 9) < 0.1, 'night');
  lumas.clear();
  assert.is(await sensor?.read().catch((error: HalError) => error.kind), 'gone');
  lumas.set('VideoSource1', 0.2);
  assert.ok(((await sensor?.read()) ?? 0) > 4, 'it is asked again');
  await all.close();
});

hardware('reports a picture sensor without a luma', async () => {
  const lightSensors = [{ id: 'Light2', driver: 'picture', source: 'VideoSource1', seesInfrared: true }] as const;
  const all = await openHardware({ ...virtual, lightSensors }, log);
  assert.match(all.faults[0]?.message ?? '', /the luma of \S+ is not available/);
  await all.close();
});

hardware.run();
