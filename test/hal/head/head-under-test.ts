import type { Board } from '../../../hal/boards/board.ts';
import type { HeadFact } from '../../../hal/boards/facts/head.ts';
import type { AxisFact } from '../../../hal/boards/facts/motion.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { openHeads } from '../../../hal/head/open-heads.ts';
import type { MotionTools } from '../../../hal/motion/axis/motion-tools.ts';
import { openAxis } from '../../../hal/motion/open-axis.ts';
import type { HardwareFault } from '../../../hal/ports/hardware.ts';
import type { MotorAxis } from '../../../hal/ports/motor-axis.ts';
import type { PtzHead } from '../../../hal/ports/ptz-head.ts';
import { FakeClock } from '../fake-clock.ts';
import { noHardware } from '../motion/no-hardware.ts';

/** Axes of a head on virtual motors: pan and tilt differ in speed and ramp. */
export const virtualAxes: readonly AxisFact[] = [
  { id: 'Pan1', axis: 'pan', min: -170, max: 170, maxSpeed: 100, drive: { kind: 'virtual', acceleration: 200 } },
  { id: 'Tilt1', axis: 'tilt', min: -30, max: 90, maxSpeed: 60, drive: { kind: 'virtual', acceleration: 120 } },
  { id: 'Zoom1', axis: 'zoom', min: 0, max: 1, maxSpeed: 0.5, drive: { kind: 'virtual', acceleration: 2 } },
];

interface HeadUnderTest {
  readonly head: PtzHead;
  readonly clock: FakeClock;
  readonly axes: Map<string, MotorAxis>;
  /** Takes the axes and faults as they are now. */
  update(faults?: readonly HardwareFault[]): void;
  close(): void;
}

/** Head with its axes open, on a clock of the test. */
export async function headUnderTest(
  facts: readonly AxisFact[] = virtualAxes,
  head: HeadFact = { id: 'PTZ1' },
  tools: MotionTools = noHardware,
): Promise<HeadUnderTest> {
  const clock = new FakeClock();
  const board: Board = { ...virtual, axes: facts, heads: [head] };
  const heads = openHeads(board, clock);
  const [one] = heads.all;
  if (one === undefined) throw new Error('the board has no head');
  const axes = new Map<string, MotorAxis>();
  for (const fact of facts) axes.set(fact.id, await openAxis(fact, { ...tools, clock }));
  const update = (faults: readonly HardwareFault[] = []): void => heads.update({ axes, faults });
  update();
  return { head: one, clock, axes, update, close: () => heads.close() };
}
