import type { DayNightMode } from '../../hal/ports/day-night.ts';
import { responseTimes } from '../../hal/ports/day-night.ts';
import type * as tt from '../generated/tt.ts';
import { focusSpeeds } from './focus/focus-unit.ts';
import { nested } from './member-path.ts';
import { type Offered, type OfferedLevel, speedPath } from './members.ts';
import { standardRange } from './scale.ts';

/** Options that say only whether there is a level: its range, 0..1, is the standard's. */
const flagged: readonly string[] = ['defogging', 'noiseReduction'];

function rangeOf({ scale, range }: OfferedLevel): tt.FloatRange {
  const { min, max } = standardRange(scale, range);
  return { Min: min, Max: max };
}

function levelOptions({ levels, modes }: Offered): readonly (readonly [path: string, value: unknown])[] {
  const defoggingWithoutLevel = modes.some(({ mode }) => mode === 'defogging');
  const absent = 'Extension/Extension/Extension/DefoggingOptions/Level';
  return [
    ...(defoggingWithoutLevel ? [[absent, false] as const] : []),
    ...levels.map((member) => {
      return [member.option, flagged.includes(member.level) ? true : rangeOf(member)] as const;
    }),
  ];
}

/** Modes of the filter, with adjustments where the light decides. */
function filterOptions(modes: readonly DayNightMode[]): readonly (readonly [path: string, value: unknown])[] {
  if (modes.length === 0) return [];
  const adjustment: tt.IrCutFilterAutoAdjustmentOptions = {
    BoundaryType: ['Common', 'ToOn', 'ToOff'],
    BoundaryOffset: true,
    ResponseTimeRange: { Min: `PT${responseTimes.min}S`, Max: `PT${responseTimes.max}S` },
  };
  return [
    ['IrCutFilterModes', modes],
    ...(modes.includes('AUTO') ? [['Extension/Extension/IrCutFilterAutoAdjustment', adjustment] as const] : []),
  ];
}

/** Options of a source: each member that it offers with its true range or values. @param filter modes of a filter that day and night moves */
export function optionsToWire(offered: Offered, filter: readonly DayNightMode[]): tt.ImagingOptions20 {
  return nested([
    ...offered.modes.map(({ option, values }) => [option, values] as const),
    ...levelOptions(offered),
    ...(offered.focusSpeed ? [[speedPath, { Min: focusSpeeds.min, Max: focusSpeeds.max }] as const] : []),
    ...filterOptions(filter),
  ]);
}
