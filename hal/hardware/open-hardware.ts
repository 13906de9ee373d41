import type { Logger } from 'pino';
import type { Board } from '../boards/board.ts';
import type { IlluminatorFact, IrCutFilterFact, LightSensorFact } from '../boards/facts/day-night.ts';
import type { DigitalInputFact, RelayFact, SerialPortFact } from '../boards/facts/io.ts';
import type { AxisFact } from '../boards/facts/motion.ts';
import { openIlluminator } from '../day-night/illuminator.ts';
import { openIrCutFilter } from '../day-night/ir-cut-filter.ts';
import { openLightSensor } from '../day-night/light-sensor.ts';
import { createDigitalLines } from '../gpio/digital-lines.ts';
import { openDigitalInput } from '../io/digital-input.ts';
import { openRelay } from '../io/relay.ts';
import { openAxis } from '../motion/open-axis.ts';
import type { Illuminator, IrCutFilter, LightSensor } from '../ports/day-night.ts';
import type { DigitalInput, DigitalLines } from '../ports/digital-line.ts';
import type { Hardware, InputPart } from '../ports/hardware.ts';
import type { OpenI2cBus } from '../ports/i2c-bus.ts';
import type { MotorAxis } from '../ports/motor-axis.ts';
import type { Relay } from '../ports/relay.ts';
import type { SerialPort } from '../ports/serial-port.ts';
import type { SerialLine } from '../serial/serial-line.ts';
import { openSerialPort } from '../serial/serial-port.ts';
import { createBuses } from './buses.ts';
import { type Kind, PartSet, type PartSetOptions } from './part-set.ts';
import { createSerialLines } from './serial-lines.ts';

/** What parts are opened with. */
export interface HardwareTools {
  readonly lines: DigitalLines;
  /** The same bus for the same adapter; not to be closed. */
  readonly bus: OpenI2cBus;
  /** The same line for the same serial port, even after that was lost. Throws HalError 'gone' while the port is not there. */
  readonly serial: (id: string) => SerialLine;
  readonly log: Logger;
  readonly luma?: (source: string) => Promise<number>;
}

type HardwareKind<Fact, Part> = Kind<Fact, Part, HardwareTools>;
type OpenInput = InputPart & { readonly input: DigitalInput };

const serialPorts: HardwareKind<SerialPortFact, SerialPort> = {
  what: 'serial port',
  open: (fact) => openSerialPort(fact),
  close: (port) => port.close(),
  onLost: (port, listener) => port.onGone(({ message }) => listener(message)),
};

const relays: HardwareKind<RelayFact, Relay> = {
  what: 'relay',
  open: (fact, { lines }) => openRelay(fact, lines),
  close: (relay) => relay.close(),
};

const inputs: HardwareKind<DigitalInputFact, OpenInput> = {
  what: 'digital input',
  open: async (fact, { lines }) => ({ id: fact.id, use: fact.use, input: await openDigitalInput(fact, lines) }),
  close: ({ input }) => input.close(),
  onLost: ({ input }, listener) => input.onError((error) => listener(error.message)),
};

const axes: HardwareKind<AxisFact, MotorAxis> = {
  what: 'axis',
  open: openAxis,
  close: (axis) => axis.close(),
};

const irCutFilters: HardwareKind<IrCutFilterFact, IrCutFilter> = {
  what: 'IR cut filter',
  open: openIrCutFilter,
  close: (filter) => filter.close(),
};

const illuminators: HardwareKind<IlluminatorFact, Illuminator> = {
  what: 'illuminator',
  open: openIlluminator,
  close: (illuminator) => illuminator.close(),
};

const lightSensors: HardwareKind<LightSensorFact, LightSensor> = {
  what: 'light sensor',
  open: openLightSensor,
  close: (sensor) => sensor.close(),
};

export interface HardwareOptions {
  /** Mean luma of the newest frame of a source, 0..1; boards with a `picture` light sensor need it. */
  readonly luma?: (source: string) => Promise<number>;
  /** Milliseconds until a part that was not there is looked for again; 10 s when absent. */
  readonly retry?: number;
}

type SetOptions = PartSetOptions<HardwareTools>;

function partSets(options: SetOptions) {
  return {
    axes: new PartSet(axes, options),
    irCutFilters: new PartSet(irCutFilters, options),
    illuminators: new PartSet(illuminators, options),
    lightSensors: new PartSet(lightSensors, options),
    relays: new PartSet(relays, options),
    inputs: new PartSet(inputs, options),
  };
}

/** Axes may be at the end of a serial port, and servos set a PCA9685 to 50 Hz before a lamp opens the same chip. */
async function openParts(board: Board, parts: ReturnType<typeof partSets>): Promise<void> {
  await parts.axes.open(board.axes);
  await Promise.all([
    parts.irCutFilters.open(board.irCutFilters),
    parts.illuminators.open(board.illuminators),
    parts.lightSensors.open(board.lightSensors),
    parts.relays.open(board.relays),
    parts.inputs.open(board.digitalInputs),
  ]);
}

/**
 * Opens everything a board names beside its streams, side by side, and keeps what works; rejects never. What does not work is
 * in `faults` and, unless the board's file is wrong, looked for again.
 */
export async function openHardware(board: Board, log: Logger, options: HardwareOptions = {}): Promise<Hardware> {
  const listeners = new Set<() => void>();
  const lines = createDigitalLines(log);
  const buses = createBuses();
  const tools: HardwareTools = {
    lines,
    bus: buses.open,
    log,
    ...(options.luma !== undefined && { luma: options.luma }),
    serial: (id) => serialLines.open(id),
  };
  const onChange = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const onPorts = (): void => {
    serialLines.follow();
    onChange();
  };
  const ports = new PartSet(serialPorts, { ...options, tools, log, onChange: onPorts });
  const serialLines = createSerialLines(ports);
  const parts = partSets({ ...options, tools, log, onChange });
  await ports.open(board.serialPorts);
  await openParts(board, parts);
  return {
    axes: parts.axes.parts,
    irCutFilters: parts.irCutFilters.parts,
    illuminators: parts.illuminators.parts,
    lightSensors: parts.lightSensors.parts,
    relays: parts.relays.parts,
    inputs: parts.inputs.parts,
    serialPorts: ports.parts,
    get faults() {
      return [ports, ...Object.values(parts)].flatMap(({ faults }) => faults);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    async close() {
      listeners.clear();
      await Promise.all(Object.values(parts).map((one) => one.close()));
      lines.close();
      await ports.close();
      await buses.close();
    },
  };
}
