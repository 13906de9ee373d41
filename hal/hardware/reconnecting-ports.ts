import { HalError } from '../ports/hal-error.ts';
import type { HardwareFault } from '../ports/hardware.ts';
import type { SerialPort } from '../ports/serial-port.ts';
import { ReconnectingPort } from '../serial/reconnecting-port.ts';

/** Serial ports that are open at present, and the faults of the others. */
interface PresentPorts {
  readonly parts: ReadonlyMap<string, SerialPort>;
  readonly faults: readonly HardwareFault[];
}

/** Reconnecting ports of a board: one object for each serial port. */
interface ReconnectingPorts {
  /** Throws HalError 'gone' while the port is gone. */
  readonly open: (id: string) => ReconnectingPort;
  /** Applies the ports that came and went. */
  update(): void;
}

/** Creates each object at its first use; it then outlives its device. */
export function createReconnectingPorts(ports: PresentPorts): ReconnectingPorts {
  const reconnecting = new Map<string, ReconnectingPort>();
  return {
    open(id) {
      const port = ports.parts.get(id);
      if (port === undefined)
        throw new HalError('gone', `serial port ${id}: the board has no such port, or it does not work`);
      const opened = reconnecting.get(id) ?? new ReconnectingPort(port);
      reconnecting.set(id, opened);
      return opened;
    },
    update() {
      for (const [id, port] of reconnecting) {
        const why = ports.faults.find((fault) => fault.id === id)?.message ?? `serial port ${id}: not found`;
        port.replace(ports.parts.get(id) ?? new HalError('gone', why));
      }
    },
  };
}
