import type { Logger } from 'pino';
import type { Board } from '../boards/board.ts';
import type { IlluminatorFact, IrCutFilterFact, LightSensorFact } from '../boards/facts/day-night.ts';
import type { DigitalInputFact, RelayFact, SerialPortFact } from '../boards/facts/io.ts';
import type { AxisFact } from '../boards/facts/motion.ts';
import { openIlluminator } from '../day-night/illuminator.ts';
import { openIrCutFilter } from '../day-night/ir-cut-filter.ts';
import { openLightSensor } from '../day-night/light-sensor.ts';
import { createDigitalLines } from '../gpio/digital-lines.ts';
import { openAuxiliarySwitch, type SwitchFact } from '../io/auxiliary-switch.ts';
import { openDigitalInput } from '../io/digital-input.ts';
import { openRelay } from '../io/relay.ts';
import { openAxis } from '../motion/open-axis.ts';
import type { AuxiliarySwitch } from '../ports/auxiliary.ts';
import type { Illuminator, IrCutFilter, LightSensor } from '../ports/day-night.ts';
import type { DigitalInput, DigitalLines } from '../ports/digital-line.ts';
import type { Hardware, InputPart } from '../ports/hardware.ts';
import type { OpenI2cBus } from '../ports/i2c-bus.ts';
import type { MotorAxis } from '../ports/motor-axis.ts';
import type { Relay } from '../ports/relay.ts';
import type { SerialPort } from '../ports/serial-port.ts';
import type { ReconnectingPort } from '../serial/reconnecting-port.ts';
import { openSerialPort } from '../serial/serial-port.ts';
import { createBuses } from './buses.ts';
import { type Kind, PartSet, type PartSetOptions } from './part-set.ts';
import { createReconnectingPorts } from './reconnecting-ports.ts';

/** Hardware access for opening parts. */
interface HardwareTools {
  readonly lines: DigitalLines;
  /** Bus shared by all parts on an adapter; parts must not close it. */
  readonly bus: OpenI2cBus;
  /** Serial port by its id, the same object after the port was lost. Throws HalError 'gone' while the port is gone. */
  readonly serial: (id: string) => ReconnectingPort;
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

const auxiliaries: HardwareKind<SwitchFact, AuxiliarySwitch> = {
  what: 'auxiliary',
  open: (fact, { lines }) => openAuxiliarySwitch(fact, lines),
  close: (part) => part.close(),
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
  /** Time (ms) until a missing part is opened again; 10 s when absent. */
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
    auxiliaries: new PartSet(auxiliaries, options),
  };
}

/** Opens axes first: servos set a PCA9685 to 50 Hz before a lamp opens the same chip. */
async function openParts(board: Board, parts: ReturnType<typeof partSets>): Promise<void> {
  await parts.axes.open(board.axes);
  await Promise.all([
    parts.irCutFilters.open(board.irCutFilters),
    parts.illuminators.open(board.illuminators),
    parts.lightSensors.open(board.lightSensors),
    parts.inputs.open(board.digitalInputs),
    parts.auxiliaries.open(board.auxiliaries?.filter((fact) => fact.driver !== 'relay')),
  ]);
}

/**
 * Opens all parts of a board except cameras and sound, in parallel; never rejects. A part that does not work is among `faults` and
 * is opened again later, unless the facts of the board are wrong.
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
    serial: (id) => reconnecting.open(id),
  };
  const onChange = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const onPorts = (): void => {
    reconnecting.update();
    onChange();
  };
  const ports = new PartSet(serialPorts, { ...options, tools, log, onChange: onPorts });
  const reconnecting = createReconnectingPorts(ports);
  const parts = partSets({ ...options, tools, log, onChange });
  // Relays come first: a contact must not stay in the wrong state while slower parts are opened.
  await parts.relays.open(board.relays);
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
    auxiliaries: parts.auxiliaries.parts,
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
