import type { ElementProperty } from '../native/addon.ts';
import type { CameraFacts, CameraLevel, CameraSettings, LevelRange } from '../ports/camera.ts';
import { clamp } from '../ports/range.ts';
import { inOrder, levelsOf, modesOf } from './check-settings.ts';
import type { CameraElement } from './element.ts';
import type { ElementLevel, ElementMode, ElementTable } from './element-table.ts';
import type { CameraDriver } from './governed-controls.ts';
import { isFree } from './governed-levels.ts';

type Described = ReadonlyMap<string, ElementProperty>;

/** Whether the installed element has the property and, for an enumeration, the value. Numbers are indexes of values. */
function takes(described: Described, property: string, text: string): boolean {
  const found = described.get(property);
  return found !== undefined && (found.values === undefined || found.values.includes(text) || /^\d+$/.test(text));
}

function narrowed(range: LevelRange, row: ElementLevel, described: ElementProperty): LevelRange {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = described;
  const fits = (value: number): boolean => {
    const number = Number.parseFloat(row.write(value));
    return Number.isNaN(number) || (number >= minimum && number <= maximum);
  };
  const min = fits(range.min) ? range.min : (row.read(String(minimum)) ?? range.min);
  const max = fits(range.max) ? range.max : (row.read(String(maximum)) ?? range.max);
  return { ...range, min, max, initial: clamp(range.initial, { min, max }) };
}

/** Rows that the installed element supports. */
function offered(table: ElementTable, described: Described): Pick<ElementTable, 'levels' | 'modes'> {
  const levels = new Map<CameraLevel, ElementLevel>();
  for (const row of table.levels) {
    const property = described.get(row.property);
    if (
      property !== undefined &&
      !levels.has(row.level) &&
      takes(described, row.property, row.write(row.range.initial))
    )
      levels.set(row.level, { ...row, range: narrowed(row.range, row, property) });
  }
  const modes = new Map<string, ElementMode>();
  for (const row of table.modes) {
    const values = Object.entries(row.values).filter(([, properties]) =>
      Object.entries(properties).every(([property, text]) => takes(described, property, text)),
    );
    if (values.length > 1 && !modes.has(row.mode)) modes.set(row.mode, { ...row, values: Object.fromEntries(values) });
  }
  return { levels: [...levels.values()], modes: [...modes.values()] };
}

interface State {
  readonly levels: Readonly<Partial<Record<CameraLevel, number>>>;
  /** Modes by their names in the port. */
  readonly modes: Readonly<Record<string, string>>;
}

/** Driver of cameras that are set through properties of their GStreamer element. Values outlive the pipeline. */
export class ElementDriver implements CameraDriver {
  readonly name: string;
  readonly facts: CameraFacts;
  readonly #element: CameraElement;
  readonly #levels: readonly ElementLevel[];
  readonly #modes: readonly ElementMode[];
  #state: State = { levels: {}, modes: {} };

  constructor(table: ElementTable, element: CameraElement) {
    const described = new Map(element.describe().map((property) => [property.name, property]));
    const { levels, modes } = offered(table, described);
    this.name = table.element;
    this.#element = element;
    this.#levels = levels;
    this.#modes = modes;
    this.facts = {
      levels: Object.fromEntries(levels.map(({ level, range }) => [level, range])),
      modes: Object.fromEntries(modes.map(({ mode, values }) => [mode, inOrder(mode, Object.keys(values))])),
      initialModes: Object.fromEntries(modes.map(({ mode, initial }) => [mode, initial])),
      exposureWindow: false,
    };
  }

  read(): CameraSettings {
    const modes = Object.fromEntries(
      this.#modes.map(({ mode, initial }) => [mode, this.#state.modes[mode] ?? initial]),
    );
    const levels = this.#levels.map(({ level, range }) => [level, this.#state.levels[level] ?? range.initial]);
    const automatic = this.#levels
      .filter(({ level }) => !isFree(level, modes))
      .map((row) => [row.level, this.#readLevel(row)]);
    const known = automatic.filter(([, value]) => value !== undefined);
    return { modes, levels: Object.fromEntries([...levels, ...known]) };
  }

  write(settings: CameraSettings): void {
    const before = this.#state;
    this.#state = {
      levels: { ...this.#state.levels, ...Object.fromEntries(levelsOf(settings)) },
      modes: { ...this.#state.modes, ...Object.fromEntries(modesOf(settings)) },
    };
    try {
      this.started();
    } catch (error) {
      this.#state = before;
      this.started();
      throw error;
    }
  }

  /** Sets the values again on a new pipeline; values that were never set stay unchanged. */
  started(): void {
    this.#element.set(this.properties());
  }

  /** Values as properties of the element, modes before levels. */
  properties(): Readonly<Record<string, string>> {
    const { levels, modes } = this.#state;
    const properties = new Map<string, string>();
    for (const { mode, values } of this.#modes)
      for (const [property, text] of Object.entries(values[modes[mode] ?? ''] ?? {})) properties.set(property, text);
    const inForce = this.read().modes;
    for (const row of this.#levels) {
      const value = levels[row.level] ?? (row.required && row.range.initial);
      if (value === undefined || !isFree(row.level, inForce)) continue;
      properties.set(row.property, row.index === undefined ? row.write(value) : this.#array(row.property));
    }
    return Object.fromEntries(properties);
  }

  onChange(): void {
    // The element reports no changes.
  }

  close(): void {
    // The element belongs to the pipeline.
  }

  /** Array property that several levels share. */
  #array(property: string): string {
    const rows = this.#levels.filter((row) => row.property === property);
    const numbers = rows.map((row) => `(float)${row.write(this.#state.levels[row.level] ?? row.range.initial)}`);
    return `< ${numbers.join(', ')} >`;
  }

  #readLevel({ property, index, read }: ElementLevel): number | undefined {
    const text = this.#element.get(property);
    const part = index === undefined ? text : text?.replace(/\(\w+\)|[<>]/g, '').split(',')[index];
    return part === undefined ? undefined : read(part.trim());
  }
}
