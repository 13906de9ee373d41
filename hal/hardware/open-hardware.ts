import type { Logger } from 'pino';
import type { Board } from '../boards/board.ts';
import type { DigitalInputFact, RelayFact, SerialPortFact } from '../boards/io-facts.ts';
import { createDigitalLines } from '../gpio/digital-lines.ts';
import { openDigitalInput } from '../io/digital-input.ts';
import { openRelay } from '../io/relay.ts';
import type { DigitalInput, DigitalLines } from '../ports/digital-line.ts';
import { HalError } from '../ports/hal-error.ts';
import type { Hardware, InputPart } from '../ports/hardware.ts';
import type { OpenI2cBus } from '../ports/i2c-bus.ts';
import type { Relay } from '../ports/relay.ts';
import type { SerialPort } from '../ports/serial-port.ts';
import { openSerialPort } from '../serial/serial-port.ts';
import { createBuses } from './buses.ts';
import { type Kind, PartSet } from './part-set.ts';

/** What parts are opened with. */
export interface HardwareTools {
  readonly lines: DigitalLines;
  /** The same bus for the same adapter; not to be closed. */
  readonly bus: OpenI2cBus;
  /** An open serial port of the board. Throws HalError 'gone'. */
  readonly serial: (id: string) => SerialPort;
  readonly log: Logger;
}

type HardwareKind<Fact, Part> = Kind<Fact, Part, HardwareTools>;
type OpenInput = InputPart & { readonly input: DigitalInput };

const serialPorts: HardwareKind<SerialPortFact, SerialPort> = {
  what: 'serial port',
  open: openSerialPort,
  close: (port) => port.close(),
  onLost: (port, listener) => port.onGone(() => listener(`serial port ${port.id}: is it unplugged?`)),
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

export interface HardwareOptions {
  /** Milliseconds until a part that was not there is looked for again; 10 s when absent. */
  readonly retry?: number;
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
    serial(id) {
      const port = ports.parts.get(id);
      if (port === undefined) throw new HalError('gone', `serial port ${id}: the board has none, or it does not work`);
      return port;
    },
  };
  const onChange = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const set = <Fact extends { readonly id: string }, Part>(kind: HardwareKind<Fact, Part>) =>
    new PartSet(kind, { ...options, tools, log, onChange });
  const ports = set(serialPorts);
  const parts = { relays: set(relays), inputs: set(inputs) };
  // Motors may be at the end of a serial port.
  await ports.open(board.serialPorts);
  await Promise.all([parts.relays.open(board.relays), parts.inputs.open(board.digitalInputs)]);
  return {
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
