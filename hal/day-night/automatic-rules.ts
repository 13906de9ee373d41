import {
  type BoundaryAdjustment,
  type DayNightMode,
  type DayNightSettings,
  responseTimes,
} from '../ports/day-night.ts';
import { HalError } from '../ports/hal-error.ts';

/** Boundaries between day and night, and the delays of a change. */
export interface AutomaticRules {
  readonly mode: DayNightMode;
  /** lux; darker is night. */
  readonly toNight: number;
  /** lux; brighter is day. At least twice `toNight`. */
  readonly toDay: number;
  /** Time (ms) the light must stay beyond the boundary. */
  readonly nightDelay: number;
  readonly dayDelay: number;
}

const boundaryOffsetRange = { min: -1, max: 1 } as const;

const initial = { toNight: 5, toDay: 20, responseTime: 10 } as const;
/** Smallest ratio of the boundary to day to the boundary to night, for any offsets. */
const hysteresis = 2;
const boundaryTypes: readonly string[] = ['Common', 'ToOn', 'ToOff'];

/** Rules of the given settings. Throws HalError 'out-of-range', 'unsupported'. */
export function automaticRules(settings: Pick<DayNightSettings, 'mode' | 'adjustments'>): AutomaticRules {
  settings.adjustments.forEach(check);
  const of = (type: string): BoundaryAdjustment | undefined =>
    settings.adjustments.find(({ boundaryType }) => boundaryType === type);
  const common = of('Common');
  const day = of('ToOn') ?? common;
  const night = of('ToOff') ?? common;
  const toNight = moved(initial.toNight, night);
  return {
    mode: settings.mode,
    toNight,
    toDay: Math.max(moved(initial.toDay, day), toNight * hysteresis),
    nightDelay: delay(night ?? {}, common),
    dayDelay: delay(day ?? {}, common),
  };
}

function moved(lux: number, adjustment: BoundaryAdjustment | undefined): number {
  return lux * 10 ** (adjustment?.boundaryOffset ?? 0);
}

function delay(own: Partial<BoundaryAdjustment>, common: BoundaryAdjustment | undefined): number {
  return 1000 * (own.responseTime ?? common?.responseTime ?? initial.responseTime);
}

function check({ boundaryType, boundaryOffset, responseTime }: BoundaryAdjustment): void {
  if (!boundaryTypes.includes(boundaryType)) {
    throw new HalError('unsupported', `BoundaryType ${boundaryType} is not one of ${boundaryTypes.join(', ')}`);
  }
  checkRange('BoundaryOffset', boundaryOffset, boundaryOffsetRange);
  if (responseTime !== undefined) checkRange('ResponseTime (seconds)', responseTime, responseTimes);
}

function checkRange(name: string, value: number, { min, max }: { readonly min: number; readonly max: number }): void {
  if (!(value >= min && value <= max)) throw new HalError('out-of-range', `${name} ${value} is not in ${min}..${max}`);
}
