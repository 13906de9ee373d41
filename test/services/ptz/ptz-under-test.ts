import type { Board } from '../../../hal/boards/board.ts';
import type { HeadFact } from '../../../hal/boards/facts/head.ts';
import type { AxisFact } from '../../../hal/boards/facts/motion.ts';
import type { MotorAxis } from '../../../hal/ports/motor-axis.ts';
import type { PtzHead } from '../../../hal/ports/ptz-head.ts';
import { type PtzOperations, ptzOperations } from '../../../services/generated/ptz-operations.ts';
import type * as tt from '../../../services/generated/tt.ts';
import { createPtzService } from '../../../services/ptz/service.ts';
import type { FakeClock } from '../../hal/fake-clock.ts';
import { headUnderTest, virtualAxes } from '../../hal/head/head-under-test.ts';
import { plain } from '../entities/boards.ts';
import { type MediaUnderTest, mediaUnderTest } from '../entities/media-under-test.ts';
import { Exchange } from '../events/exchange.ts';

export const profile = { ProfileToken: 'Profile1' } as const;
export const noon: number = Date.UTC(2026, 10, 30, 12);

/** A lens of 60 degrees that magnifies ten times, 4 to 40 mm. */
export const lens: HeadFact = {
  id: 'PTZ1',
  optics: { horizontalFieldOfView: 60, magnification: 10, focalLength: { wide: 4, tele: 40 } },
};

interface PtzUnderTest {
  readonly soap: Exchange<PtzOperations>;
  readonly camera: MediaUnderTest;
  readonly head: PtzHead;
  readonly axes: ReadonlyMap<string, MotorAxis>;
  readonly clock: FakeClock;
  /** Takes axes away: the faults say why. */
  readonly update: (faults: readonly { id: string; what: string; message: string }[]) => void;
  readonly status: () => Promise<tt.PTZStatus>;
  /** The same camera after a restart, its head at the beginning. */
  readonly restarted: () => Promise<PtzUnderTest>;
}

interface Facts {
  readonly axes?: readonly AxisFact[];
  readonly head?: HeadFact;
}

/** The PTZ service over a head on virtual motors, on a clock of the test. */
export async function ptzUnderTest(facts: Facts = {}, stored: Map<string, string> = new Map()): Promise<PtzUnderTest> {
  const { axes = virtualAxes, head: fact = { id: 'PTZ1' } } = facts;
  const board: Board = { ...plain, name: 'turning', axes, heads: [fact] };
  const camera = mediaUnderTest(stored, board);
  const { head, clock, axes: motors, update } = await headUnderTest(axes, fact);
  const binding = createPtzService({ heads: [head], store: camera.store, clock, now: () => noon });
  const soap = new Exchange<PtzOperations>(binding, ptzOperations);
  return {
    soap,
    camera,
    head,
    axes: motors,
    clock,
    update,
    status: async () => (await soap.call('GetStatus', profile)).PTZStatus,
    restarted: () => ptzUnderTest(facts, stored),
  };
}

const base = 'http://www.onvif.org/ver10/tptz';

/** URI of a space for pan and tilt. */
export function panTilt(name: string): string {
  return `${base}/PanTiltSpaces/${name}`;
}

/** URI of a space for the zoom. */
export function zoom(name: string): string {
  return `${base}/ZoomSpaces/${name}`;
}
