import type { BoundaryAdjustment, DayNightMode, DayNightSettings } from '../../hal/ports/day-night.ts';
import type * as tt from '../generated/tt.ts';
import { milliseconds } from '../schema/simple/duration.ts';
import { settingsInvalid } from './settings-invalid.ts';

/** Change of the filter that a client wishes; an absent member stays. */
export type FilterChange = Partial<Pick<DayNightSettings, 'mode' | 'adjustments'>>;

const types = ['Common', 'ToOn', 'ToOff'] as const;

/** IrCutFilter and its adjustments, by path. */
export function filterMembers(
  modes: readonly DayNightMode[],
  { mode, adjustments }: DayNightSettings,
): readonly (readonly [path: string, value: unknown])[] {
  if (modes.length === 0) return [];
  const list = adjustments.map(
    ({ boundaryType, boundaryOffset, responseTime }): tt.IrCutFilterAutoAdjustment => ({
      BoundaryType: boundaryType,
      BoundaryOffset: boundaryOffset,
      ...(responseTime !== undefined && { ResponseTime: `PT${responseTime}S` }),
    }),
  );
  // Without an adjustment the boundaries are where they are.
  const shown = list.length > 0 ? list : [{ BoundaryType: 'Common', BoundaryOffset: 0 }];
  return [
    // A mode that waits for a part that is missing is ON meanwhile.
    ['IrCutFilter', modes.includes(mode) ? mode : 'ON'],
    ...(modes.includes('AUTO') ? [['Extension/Extension/IrCutFilterAutoAdjustment', shown] as const] : []),
  ];
}

function adjustmentOf(
  { BoundaryType, BoundaryOffset, ResponseTime }: tt.IrCutFilterAutoAdjustment,
  present: readonly BoundaryAdjustment[],
): BoundaryAdjustment {
  const boundaryType = types.find((type) => type === BoundaryType);
  if (boundaryType === undefined)
    throw settingsInvalid(`BoundaryType is one of ${types.join(', ')}, not ${BoundaryType.slice(0, 32)}`);
  const before = present.find((one) => one.boundaryType === boundaryType);
  const responseTime = ResponseTime === undefined ? before?.responseTime : milliseconds(ResponseTime) / 1000;
  return {
    boundaryType,
    boundaryOffset: BoundaryOffset ?? before?.boundaryOffset ?? 0,
    ...(responseTime !== undefined && { responseTime }),
  };
}

/**
 * Change of the filter in settings from a client; a list of adjustments replaces the list of before. Throws SettingsInvalid;
 * ranges are checked by day and night.
 */
export function filterFromWire(settings: tt.ImagingSettings20, present: DayNightSettings): FilterChange {
  const { IrCutFilter: mode, Extension } = settings;
  const sent = Extension?.Extension?.IrCutFilterAutoAdjustment;
  const adjustments = sent?.map((one) => adjustmentOf(one, present.adjustments));
  const named = adjustments?.map(({ boundaryType }) => boundaryType) ?? [];
  if (new Set(named).size < named.length) throw settingsInvalid('a BoundaryType stands there twice');
  return { ...(mode !== undefined && { mode }), ...(adjustments !== undefined && { adjustments }) };
}
