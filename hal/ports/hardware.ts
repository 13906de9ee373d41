import type { Illuminator, IrCutFilter, LightSensor } from './day-night.ts';
import type { DigitalInput } from './digital-line.ts';
import type { MotorAxis } from './motor-axis.ts';
import type { Relay } from './relay.ts';
import type { SerialPort } from './serial-port.ts';

/** A digital input and what it is wired to. */
export interface InputPart {
  readonly id: string;
  readonly use: 'input' | 'tamper';
  /** Its `onError` is taken: a part that vanishes leaves the hardware, and comes back as a new one. */
  readonly input: Omit<DigitalInput, 'onError' | 'close'>;
}

/** A part that a board names and that does not work. */
export interface HardwareFault {
  readonly id: string;
  /** `relay`, `digital input` … */
  readonly what: string;
  /** With the device and the remedy. */
  readonly message: string;
}

/** What a board has beside cameras, microphones and speakers, by id; a part that does not work is among the faults instead. */
export interface Hardware {
  readonly axes: ReadonlyMap<string, MotorAxis>;
  readonly irCutFilters: ReadonlyMap<string, IrCutFilter>;
  readonly illuminators: ReadonlyMap<string, Illuminator>;
  readonly lightSensors: ReadonlyMap<string, LightSensor>;
  readonly relays: ReadonlyMap<string, Relay>;
  readonly inputs: ReadonlyMap<string, InputPart>;
  readonly serialPorts: ReadonlyMap<string, SerialPort>;
  readonly faults: readonly HardwareFault[];
  /** A part came, or was lost. Returns how to end it. */
  onChange(listener: () => void): () => void;
  /** Puts everything into its safe state and lets go of it. */
  close(): Promise<void>;
}
