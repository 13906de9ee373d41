import { HalError } from '../ports/hal-error.ts';
import type { HardwareFault } from '../ports/hardware.ts';
import type { SerialPort } from '../ports/serial-port.ts';
import { SerialLine } from '../serial/serial-line.ts';

/** The serial ports that a board has at present, and why others are missing. */
interface PresentPorts {
  readonly parts: ReadonlyMap<string, SerialPort>;
  readonly faults: readonly HardwareFault[];
}

/** Lines of a board: the same for all who ask for a port. */
export interface SerialLines {
  /** Throws HalError 'gone' while the port is not there. */
  readonly open: (id: string) => SerialLine;
  /** A port has come, or was lost. */
  follow(): void;
}

/** Makes each line when it is first asked for; from then on it outlives its port. */
export function createSerialLines(ports: PresentPorts): SerialLines {
  const lines = new Map<string, SerialLine>();
  return {
    open(id) {
      const port = ports.parts.get(id);
      if (port === undefined) throw new HalError('gone', `serial port ${id}: the board has none, or it does not work`);
      const line = lines.get(id) ?? new SerialLine(port);
      lines.set(id, line);
      return line;
    },
    follow() {
      for (const [id, line] of lines) {
        const why = ports.faults.find((fault) => fault.id === id)?.message ?? `serial port ${id}: it is not there`;
        line.turn(ports.parts.get(id) ?? new HalError('gone', why));
      }
    },
  };
}
