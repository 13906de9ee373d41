import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { VoiceCoilDrive } from '../../../hal/boards/facts/drives/voice-coil.ts';
import type { AxisFact, DriveFact } from '../../../hal/boards/facts/motion.ts';
import { openAxis } from '../../../hal/motion/open-axis.ts';
import { FakeClock } from '../fake-clock.ts';
import { noHardware } from './no-hardware.ts';
import { RecordedBus } from './recorded-bus.ts';

const coils = suite('voice coil');
type Chip = VoiceCoilDrive['chip'];

function fact(chip: Chip, code?: { min: number; max: number }): AxisFact {
  const drive: DriveFact = { kind: 'voice-coil', chip, i2c: { adapter: 1, address: 0x0c }, ...(code ? { code } : {}) };
  return { id: 'Focus', axis: 'focus', min: 0, max: 1, maxSpeed: 10, drive };
}

async function moved(one: AxisFact, position: number): Promise<RecordedBus> {
  const bus = new RecordedBus();
  const clock = new FakeClock();
  const axis = await openAxis(one, { ...noHardware, bus: async () => bus, clock });
  const move = axis.moveTo(position);
  await clock.pass(1000);
  assert.is(await move, 'arrived');
  const { written } = bus;
  const kept = [...written];
  await axis.close();
  assert.is(bus.closed, 0, 'the bus stays open for other parts');
  written.splice(0, kept.length);
  return Object.assign(bus, { written: [...kept, [], ...written] });
}

const rows: readonly [chip: Chip, position: number, last: readonly number[], off: readonly number[]][] = [
  // Ten bits at 13..4 of a word, high byte first; power-down is its highest bit.
  ['dw9714', 1, [0x0c, 0x3f, 0xf0], [0x0c, 0x80, 0x00]],
  ['ad5398', 0.5, [0x0c, 0x20, 0x00], [0x0c, 0x80, 0x00]],
  // Two bits and eight bits in registers 3 and 4; power-down is in register 2.
  ['dw9807', 0.25, [0x0c, 0x03, 0x01, 0x00], [0x0c, 0x02, 0x01]],
];

for (const [chip, position, last, off] of rows) {
  coils(`${chip} gets its code in small steps, and is parked and powered down slowly`, async () => {
    const { written } = await moved(fact(chip), position);
    const end = written.findIndex((row) => row.length === 0);
    assert.equal(written[end - 1], last);
    assert.equal(written.at(-1), off);
    assert.ok(end > 8, `${end} steps`);
    const codes = written.filter((row) => row.length === last.length && row.length > 0).map((row) => codeOf(row));
    const jumps = codes.slice(1).map((code, index) => Math.abs(code - (codes[index] ?? 0)));
    assert.ok(Math.max(...jumps) <= 110, `a step of ${Math.max(...jumps)}`);
  });
}

function codeOf(row: readonly number[]): number {
  const [high = 0, low = 0] = row.slice(-2);
  return row.length === 3 ? (((high << 8) | low) >> 4) & 0x3ff : (high << 8) | low;
}

coils('keeps within the codes of its lens', async () => {
  const { written } = await moved(fact('dw9714', { min: 100, max: 600 }), 1);
  const codes = written.filter((row) => row.length === 3).map(codeOf);
  assert.is(Math.max(...codes), 600);
});

coils('puts the axis of a busy chip into fault', async () => {
  const bus = new RecordedBus({ 5: 1 });
  const clock = new FakeClock();
  const axis = await openAxis(fact('dw9807'), { ...noHardware, bus: async () => bus, clock });
  const move = axis.moveTo(1).catch((error: Error) => error);
  await clock.pass(10);
  assert.match(`${await move}`, /stays busy/);
  assert.is(axis.status.state, 'fault');
});

coils.run();
