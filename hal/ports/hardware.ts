import type { AuxiliarySwitch } from './auxiliary.ts';
import type { Illuminator, IrCutFilter, LightSensor } from './day-night.ts';
import type { DigitalInput } from './digital-line.ts';
import type { MotorAxis } from './motor-axis.ts';
import type { Relay } from './relay.ts';
import type { SerialPort } from './serial-port.ts';

/** Digital input and its purpose. */
export interface InputPart {
  readonly id: string;
  readonly use: 'input' | 'tamper';
  /** Input without `onError` and `close`, which the hardware uses itself: a vanished input is removed, and returns as a new one. */
  readonly input: Omit<DigitalInput, 'onError' | 'close'>;
}

/** Fault of a part of the board. */
export interface HardwareFault {
  readonly id: string;
  /** Kind of the part: `relay`, `digital input` … */
  readonly what: string;
  /** Message with device and remedy. */
  readonly message: string;
}

/** Working parts of a board by id, except cameras, microphones and speakers; the others are among the faults. */
export interface Hardware {
  readonly axes: ReadonlyMap<string, MotorAxis>;
  readonly irCutFilters: ReadonlyMap<string, IrCutFilter>;
  readonly illuminators: ReadonlyMap<string, Illuminator>;
  readonly lightSensors: ReadonlyMap<string, LightSensor>;
  readonly relays: ReadonlyMap<string, Relay>;
  readonly inputs: ReadonlyMap<string, InputPart>;
  readonly serialPorts: ReadonlyMap<string, SerialPort>;
  /** Auxiliary switches on lines of their own. */
  readonly auxiliaries: ReadonlyMap<string, AuxiliarySwitch>;
  readonly faults: readonly HardwareFault[];
  /** Calls when a part came or was lost. Returns the unsubscribe function. */
  onChange(listener: () => void): () => void;
  /** Puts all parts into their safe state and closes them. */
  close(): Promise<void>;
}
