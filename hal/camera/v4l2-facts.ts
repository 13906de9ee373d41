import type { Control } from 'node-v4l2';
import type { CameraFacts, CameraLevel, CameraMode, LevelRange } from '../ports/camera.ts';
import { inOrder } from './check-settings.ts';
import { type LevelRow, levelRows, type ModeRow, modeRows, switchedControl } from './v4l2-table.ts';

/** Row of the table that the device supports, with the range of the device. */
interface DeviceLevel extends LevelRow {
  readonly range: LevelRange;
}

interface DeviceMode {
  readonly mode: CameraMode;
  readonly control: number;
  /** Control value by value of the mode. */
  readonly write: ReadonlyMap<string, number>;
  /** Value of the mode by control value. */
  readonly read: ReadonlyMap<number, string>;
}

/** Part of the table that a device supports. */
export interface DeviceTable {
  readonly facts: CameraFacts;
  readonly levels: readonly DeviceLevel[];
  readonly modes: readonly DeviceMode[];
  /** Control whose lowest value is OFF, if it has a level as well. */
  readonly switched: { readonly control: number; readonly off: number } | undefined;
}

const numberTypes: readonly Control['type'][] = ['integer', 'boolean', 'menu', 'integer-menu', 'integer64'];

function isUsable({ type, disabled, readOnly, writeOnly, minimum, maximum }: Control): boolean {
  return numberTypes.includes(type) && !disabled && !readOnly && !writeOnly && maximum > minimum;
}

function numbersOf({ menu, minimum, maximum }: Control): (number: number) => boolean {
  const entries = menu && new Set(menu.map(({ value }) => value));
  return (number) => (entries === undefined ? number >= minimum && number <= maximum : entries.has(number));
}

function rangeOf({ minimum, maximum, step, defaultValue }: Control, scale: number, from = minimum): LevelRange {
  const initial = Math.max(from, defaultValue);
  return { min: from * scale, max: maximum * scale, step: Math.max(step, 1) * scale, initial: initial * scale };
}

function deviceMode({ mode, control, values }: ModeRow, described: Control): DeviceMode {
  const has = numbersOf(described);
  const pairs = Object.entries(values).map(([value, numbers]) => [value, numbers.filter(has)] as const);
  return {
    mode,
    control,
    write: new Map(pairs.flatMap(([value, [first]]) => (first === undefined ? [] : [[value, first] as const]))),
    read: new Map(pairs.flatMap(([value, numbers]) => numbers.map((number) => [number, value] as const))),
  };
}

/** Mode of a control whose lowest value switches it off. */
function switchedMode({ minimum, maximum, step }: Control): DeviceMode {
  const on = minimum + Math.max(step, 1);
  const found = Array.from({ length: Math.min(maximum - minimum, 1000) }, (_, index) => minimum + 1 + index);
  return {
    ...switchedControl,
    write: new Map([
      ['OFF', minimum],
      ['ON', on],
    ]),
    read: new Map([[minimum, 'OFF'] as const, ...found.map((number) => [number, 'ON'] as const)]),
  };
}

function deviceLevels(usable: ReadonlyMap<number, Control>): readonly DeviceLevel[] {
  const seen = new Set<CameraLevel>();
  return levelRows.flatMap((row) => {
    const control = usable.get(row.control);
    if (control === undefined || seen.has(row.level)) return [];
    const from = row.control === switchedControl.control ? control.minimum + Math.max(control.step, 1) : undefined;
    // A switch has no level.
    if (from === control.maximum) return [];
    seen.add(row.level);
    return [{ ...row, range: rangeOf(control, row.scale, from) }];
  });
}

function deviceModes(usable: ReadonlyMap<number, Control>): readonly DeviceMode[] {
  const rows = modeRows.flatMap((row) => {
    const control = usable.get(row.control);
    return control === undefined ? [] : [deviceMode(row, control)];
  });
  const backlight = usable.get(switchedControl.control);
  const all = backlight === undefined ? rows : [...rows, switchedMode(backlight)];
  // A mode with a single value is left out.
  return all.filter(({ write }) => write.size > 1);
}

/** Modes of a device by the default values of their controls. */
function initialModes(
  modes: readonly DeviceMode[],
  usable: ReadonlyMap<number, Control>,
): ReadonlyMap<CameraMode, string> {
  const found = new Map<CameraMode, string>();
  for (const { mode, control, read } of modes) {
    const value = read.get(usable.get(control)?.defaultValue ?? Number.NaN);
    // A mode of several controls is automatic when one of them is.
    if (value !== undefined && found.get(mode) !== 'AUTO') found.set(mode, value);
  }
  return found;
}

/** Table of a device with the given controls: its own ranges, and only the menu entries it has. */
export function deviceTable(controls: readonly Control[]): DeviceTable {
  const usable = new Map(controls.filter(isUsable).map((control) => [control.id, control]));
  const levels = deviceLevels(usable);
  const modes = deviceModes(usable);
  const switched = levels.find(({ control }) => control === switchedControl.control);
  // A value of a mode must exist in each of its controls.
  const offered = (name: CameraMode): readonly string[] => {
    const [first, ...others] = modes.filter(({ mode }) => mode === name);
    const values = [...(first?.write.keys() ?? [])].filter((value) => others.every(({ write }) => write.has(value)));
    return inOrder(name, values);
  };
  return {
    levels,
    modes,
    switched: switched && { control: switched.control, off: usable.get(switched.control)?.minimum ?? 0 },
    facts: {
      levels: Object.fromEntries(levels.map(({ level, range }) => [level, range])),
      modes: Object.fromEntries(modes.map(({ mode }) => [mode, offered(mode)])),
      initialModes: Object.fromEntries(initialModes(modes, usable)),
      exposureWindow: false,
    },
  };
}
