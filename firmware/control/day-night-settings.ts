import { automaticRules } from '../../hal/day-night/automatic-rules.ts';
import type { BoundaryAdjustment, DayNightMode, DayNightSettings } from '../../hal/ports/day-night.ts';
import type { Section, Settings } from '../../services/settings/section.ts';

type Fields = Readonly<Record<string, unknown>>;

const modes: readonly unknown[] = ['ON', 'OFF', 'AUTO'];
const boundaryTypes: readonly unknown[] = ['Common', 'ToOn', 'ToOff'];

function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} is not an object`);
  return value as Fields;
}

function decodeAdjustment(stored: unknown): BoundaryAdjustment {
  const { boundaryType, boundaryOffset, responseTime } = fields(stored, 'an adjustment');
  if (!boundaryTypes.includes(boundaryType)) throw new Error('boundaryType is none');
  if (typeof boundaryOffset !== 'number') throw new Error('boundaryOffset is not a number');
  if (responseTime !== undefined && typeof responseTime !== 'number') throw new Error('responseTime is not a number');
  const type = boundaryType as BoundaryAdjustment['boundaryType'];
  return { boundaryType: type, boundaryOffset, ...(responseTime !== undefined && { responseTime }) };
}

function decodeLevels(stored: unknown): DayNightSettings['levels'] {
  const levels = Object.entries(fields(stored, 'levels'));
  for (const [id, level] of levels) {
    if (typeof level !== 'number' || !(level >= 0 && level <= 1)) throw new Error(`the level of ${id} is not in 0..1`);
  }
  return Object.fromEntries(levels) as DayNightSettings['levels'];
}

function decode(stored: unknown): DayNightSettings {
  const { mode, adjustments, levels } = fields(stored, 'day and night');
  if (!modes.includes(mode)) throw new Error('mode is no tt:IrCutFilterMode');
  if (!Array.isArray(adjustments)) throw new Error('adjustments are not a list');
  const settings = {
    mode: mode as DayNightMode,
    adjustments: adjustments.map(decodeAdjustment),
    levels: decodeLevels(levels),
  };
  // Throws for what is out of its range.
  automaticRules(settings);
  return settings;
}

/** What a user set for day and night; undefined as long as nobody did. */
export function openDayNightSettings(settings: Settings): Section<DayNightSettings | undefined> {
  return settings.section<DayNightSettings | undefined>('day-night', decode, undefined);
}
