import type { Board } from '../../../hal/boards/board.ts';
import type { HeadFact } from '../../../hal/boards/facts/head.ts';
import type { AxisFact } from '../../../hal/boards/facts/motion.ts';
import { openHeads } from '../../../hal/head/open-heads.ts';
import type { MotionTools } from '../../../hal/motion/axis/motion-tools.ts';
import type { Auxiliary, AuxiliaryState } from '../../../hal/ports/auxiliary.ts';
import type { MotorAxis } from '../../../hal/ports/motor-axis.ts';
import type { PtzHead } from '../../../hal/ports/ptz-head.ts';
import type { EventMessage } from '../../../services/events/event-message.ts';
import { type PtzOperations, ptzOperations } from '../../../services/generated/ptz-operations.ts';
import type * as tt from '../../../services/generated/tt.ts';
import { GeoLocations } from '../../../services/location/geo-locations.ts';
import { PtzControl } from '../../../services/ptz/ptz-control.ts';
import { createPtzService } from '../../../services/ptz/service.ts';
import { FakeClock } from '../../hal/fake-clock.ts';
import { headUnderTest, virtualAxes } from '../../hal/head/head-under-test.ts';
import { plain } from '../entities/boards.ts';
import { type MediaUnderTest, mediaUnderTest } from '../entities/media-under-test.ts';
import { Exchange } from '../events/exchange.ts';
import { memorySettings } from '../settings/memory-settings.ts';

export const profile = { ProfileToken: 'Profile1' } as const;
export const noon: number = Date.UTC(2026, 10, 30, 12);

/** A lens of 60 degrees that magnifies ten times, 4 to 40 mm. */
export const lens: HeadFact = {
  id: 'PTZ1',
  optics: { horizontalFieldOfView: 60, magnification: 10, focalLength: { wide: 4, tele: 40 } },
};

export interface PtzUnderTest {
  readonly soap: Exchange<PtzOperations>;
  readonly control: PtzControl;
  readonly auxiliary: TestAuxiliary;
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
  /** Hardware of axes that are not virtual. */
  readonly tools?: MotionTools;
  /** Axes that are never opened. */
  readonly closed?: boolean;
}

/** A head whose axes are not open. */
function closedHead(board: Board): Pick<PtzUnderTest, 'head' | 'clock' | 'axes' | 'update'> {
  const clock = new FakeClock();
  const [head] = openHeads(board, clock).all;
  if (head === undefined) throw new Error('the board has no head');
  return { head, clock, axes: new Map(), update: () => undefined };
}

/** Auxiliary parts of a board; remembers what was switched. */
class TestAuxiliary implements Auxiliary {
  readonly names: Auxiliary['names'] = new Map([
    ['Wiper', ['On', 'Off']],
    ['Heater', ['On', 'Off']],
  ]);
  readonly switched: string[] = [];

  async set(name: string, state: AuxiliaryState): Promise<void> {
    this.switched.push(`${name} ${state}`);
  }
}

/** The PTZ service over a head on virtual motors, on a clock of the test. */
export async function ptzUnderTest(facts: Facts = {}, stored: Map<string, string> = new Map()): Promise<PtzUnderTest> {
  const { axes = virtualAxes, head: fact = { id: 'PTZ1' } } = facts;
  const board: Board = { ...plain, name: 'turning', axes, heads: [fact] };
  const camera = mediaUnderTest(stored, board);
  const open = facts.closed === true ? closedHead(board) : await headUnderTest(axes, fact, facts.tools);
  const { head, clock, axes: motors, update } = open;
  const events = {
    declare: () => undefined,
    publish: (message: EventMessage): void => void camera.published.push(message),
  };
  const auxiliary = new TestAuxiliary();
  const control = new PtzControl({
    heads: [head],
    store: camera.store,
    settings: memorySettings(stored),
    events,
    auxiliary,
    locations: new GeoLocations(memorySettings(stored)),
    clock,
    now: () => noon,
    random: () => 0,
  });
  control.start();
  const soap = new Exchange<PtzOperations>(createPtzService(control), ptzOperations);
  return {
    soap,
    control,
    auxiliary,
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
