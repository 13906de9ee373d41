import { clamp } from '../../../hal/ports/range.ts';
import { Fault } from '../../faults/fault.ts';
import { hardwareFault } from '../../faults/hardware-fault.ts';
import type { ImagingOperations } from '../../generated/imaging-operations.ts';
import type * as tt from '../../generated/tt.ts';
import type { Handlers } from '../../soap/service.ts';
import type { Imaging } from '../imaging.ts';
import type { ImagingSources } from '../imaging-sources.ts';
import { type FocusUnit, focusSpeeds } from './focus-unit.ts';
import type { FocusUnits } from './focus-units.ts';

interface FocusParts {
  readonly sources: ImagingSources;
  readonly focus: FocusUnits;
  readonly imaging: Imaging;
}

const whole: tt.FloatRange = { Min: 0, Max: 1 };
const bothWays: tt.FloatRange = { Min: -1, Max: 1 };
const speeds: tt.FloatRange = { Min: focusSpeeds.min, Max: focusSpeeds.max };

/** The number itself. Fault: InvalidArgVal. */
function within(name: string, value: number, { Min, Max }: tt.FloatRange): number {
  // Sums of binary fractions may be a little beyond the end.
  if (!(value >= Min - 1e-4 && value <= Max + 1e-4))
    throw new Fault('InvalidArgVal', `${name} is ${Min} to ${Max}, not ${value}`);
  return clamp(value, { min: Min, max: Max });
}

function moveOptions(unit: FocusUnit | undefined): tt.MoveOptions20 {
  if (unit === undefined) return {};
  const Continuous = { Speed: bothWays };
  if (!unit.absolute) return { Continuous };
  return { Absolute: { Position: whole, Speed: speeds }, Relative: { Distance: bothWays, Speed: speeds }, Continuous };
}

async function moveTo(unit: FocusUnit, position: number, speed: number): Promise<void> {
  if (!unit.absolute) throw new Fault('InvalidArgVal', 'This focus moves by speed only: see GetMoveOptions');
  await unit.moveTo(position, speed);
}

/** Begins one move. Faults: InvalidArgs, InvalidArgVal. */
async function move(unit: FocusUnit, { Absolute, Relative, Continuous }: tt.FocusMove, usual: number): Promise<void> {
  if ([Absolute, Relative, Continuous].filter((one) => one !== undefined).length !== 1)
    throw new Fault('InvalidArgs', 'A move is either Absolute or Relative or Continuous');
  const speedOf = (speed: number | undefined): number => within('Speed', speed ?? usual, speeds);
  if (Absolute !== undefined) await moveTo(unit, within('Position', Absolute.Position, whole), speedOf(Absolute.Speed));
  if (Continuous !== undefined) unit.moveAt(within('Speed', Continuous.Speed, bothWays));
  if (Relative === undefined) return;
  const target = (unit.status.position ?? 0) + within('Distance', Relative.Distance, bothWays);
  await moveTo(unit, clamp(target, { min: 0, max: 1 }), speedOf(Relative.Speed));
}

function focusStatus({ status: { position = 0, moving, error } }: FocusUnit): tt.FocusStatus20 {
  return { Position: position, MoveStatus: moving ? 'MOVING' : 'IDLE', ...(error !== undefined && { Error: error }) };
}

type Names = 'Move' | 'Stop' | 'GetStatus' | 'GetMoveOptions';

/** Moves of the focus (ONVIF Imaging 5.4, IMG-10). */
export function focusFeature({ sources, focus, imaging }: FocusParts): Pick<Handlers<ImagingOperations>, Names> {
  const unitOf = async (token: string): Promise<FocusUnit> => {
    const { id } = await sources.of(token);
    const unit = focus.of(id);
    if (unit === undefined) throw new Fault('ActionNotSupported', `The focus of ${id} cannot be moved`);
    return unit;
  };
  return {
    Move: async ({ VideoSourceToken, Focus }) => {
      const unit = await unitOf(VideoSourceToken);
      const { focusSpeed = 1 } = imaging.values(sources.known(VideoSourceToken));
      await move(unit, Focus, focusSpeed).catch((error: unknown) => {
        throw hardwareFault(error);
      });
      return {};
    },
    Stop: async ({ VideoSourceToken }) => {
      (await unitOf(VideoSourceToken)).stop();
      return {};
    },
    GetStatus: async ({ VideoSourceToken }) => {
      const unit = await unitOf(VideoSourceToken);
      return { Status: { FocusStatus20: focusStatus(unit) } };
    },
    GetMoveOptions: async ({ VideoSourceToken }) => {
      const { id } = await sources.of(VideoSourceToken);
      return { MoveOptions: moveOptions(focus.of(id)) };
    },
  };
}
