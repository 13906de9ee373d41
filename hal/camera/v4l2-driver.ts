import { Device, type DeviceEvent } from 'node-v4l2';
import type { CameraFacts, CameraSettings } from '../ports/camera.ts';
import { levelsOf, modesOf } from './check-settings.ts';
import type { CameraDriver } from './governed-controls.ts';
import { halError } from './v4l2-errors.ts';
import { type DeviceTable, deviceTable } from './v4l2-facts.ts';

type Values = ReadonlyMap<number, number>;

/**
 * Calls that set the settings: modes, then levels. Modes and levels of one call would reach the camera in the order of its driver, and
 * a USB camera refuses a level while an automatic function governs it.
 * @internal
 */
export function callsFor(table: DeviceTable, settings: CameraSettings): readonly Values[] {
  const modes = modesOf(settings).flatMap(([name, value]) =>
    table.modes.filter(({ mode }) => mode === name).map(({ control, write }) => [control, write.get(value)] as const),
  );
  const levels = levelsOf(settings).flatMap(([name, value]) =>
    table.levels.filter(({ level }) => level === name).map(({ control, scale }) => [control, value / scale] as const),
  );
  // A level of a control that is also a switch replaces the value of the switch.
  const switched = modes.filter(([id]) => !levels.some(([level]) => level === id));
  return [switched, levels]
    .map((call) => new Map(call.flatMap(([id, value]) => (value === undefined ? [] : [[id, value] as const]))))
    .filter(({ size }) => size > 0);
}

/** Settings of control values; unknown values are ignored. @internal */
export function settingsOf(table: DeviceTable, values: Values): CameraSettings {
  const levels = table.levels.flatMap(({ level, control, scale }) => {
    const value = values.get(control);
    const off = table.switched?.control === control && value === table.switched.off;
    return value === undefined || off ? [] : [[level, value * scale] as const];
  });
  const modes = new Map<string, string>();
  for (const { mode, control, read } of table.modes) {
    const value = read.get(values.get(control) ?? Number.NaN);
    // A mode of several controls is automatic when one of them is.
    if (value !== undefined && modes.get(mode) !== 'AUTO') modes.set(mode, value);
  }
  return { levels: Object.fromEntries(levels), modes: Object.fromEntries(modes) };
}

/** Driver of a V4L2 device through a descriptor of its own, independent of streaming. */
export class V4l2Driver implements CameraDriver {
  readonly name: string;
  readonly #device: Device;
  #table: DeviceTable;
  #listener: () => void = () => undefined;
  #notified = false;
  #closed = false;

  constructor(path: string) {
    this.name = path;
    try {
      this.#device = new Device(path);
    } catch (error) {
      throw halError(error, path);
    }
    try {
      this.#table = deviceTable(this.#device.controls());
      this.#subscribe();
    } catch (error) {
      this.#device.close();
      throw halError(error, path);
    }
  }

  get facts(): CameraFacts {
    return this.#table.facts;
  }

  read(): CameraSettings {
    const ids = this.#ids();
    return settingsOf(this.#table, ids.length === 0 ? new Map() : this.#call(() => this.#device.getControls(ids)));
  }

  write(settings: CameraSettings): void {
    const calls = callsFor(this.#table, settings);
    if (calls.length === 0) return;
    const values = new Map(calls.flatMap((call) => [...call]));
    const before = this.#call(() => this.#device.getControls([...values.keys()]));
    this.#call(() => this.#device.tryControls(values));
    try {
      for (const call of calls) this.#device.setControls(call);
    } catch (error) {
      this.#restore(before);
      throw this.#error(error);
    }
  }

  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  close(): void {
    this.#closed = true;
    this.#device.close();
  }

  /** Restores values, since some drivers set a part before they refuse. Levels come first: a mode may govern them again. */
  #restore(before: Values): void {
    for (const entry of [...before].reverse()) {
      try {
        this.#device.setControls([entry]);
      } catch {
        // Skip read-only controls: their values cannot have changed.
      }
    }
  }

  #ids(): readonly number[] {
    const { levels, modes } = this.#table;
    return [...new Set([...levels, ...modes].map(({ control }) => control))];
  }

  #subscribe(): void {
    const wanted = this.#ids().map((id) => ({ kind: 'control', id }) as const);
    this.#device.subscribe(wanted, (event) => this.#take(event));
  }

  #take(event: DeviceEvent): void {
    if (event.kind === 'control' && event.rangeChanged) this.#describeAgain();
    if (this.#notified || (event.kind !== 'control' && event.kind !== 'gone')) return;
    // Events come in groups: one call for all of them.
    this.#notified = true;
    setImmediate(() => {
      this.#notified = false;
      if (!this.#closed) this.#listener();
    });
  }

  #describeAgain(): void {
    try {
      this.#table = deviceTable(this.#device.controls());
    } catch {
      // The device has just gone, which has an event of its own.
    }
  }

  #call<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw this.#error(error);
    }
  }

  #error(error: unknown): Error {
    return halError(error, this.name, (control) => {
      const level = this.#table.levels.find((one) => one.control === control);
      const mode = this.#table.modes.find((one) => one.control === control);
      return level === undefined
        ? (mode?.mode ?? 'a control')
        : `${level.level} (${level.range.min}..${level.range.max})`;
    });
  }
}
