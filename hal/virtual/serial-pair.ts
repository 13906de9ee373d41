import type { SerialPortFact } from '../boards/facts/io.ts';
import type { Clock } from '../ports/clock.ts';
import { HalError } from '../ports/hal-error.ts';
import type { SerialPort, SerialSettings } from '../ports/serial-port.ts';
import { checkSerialSettings, wireTime } from '../serial/serial-settings.ts';
import { WriteBudget } from '../serial/write-budget.ts';

/** Device at the other end of a virtual serial port. @internal */
export interface SerialPeer {
  /** Sends bytes of the device. */
  write(bytes: Uint8Array): void;
  /** Calls with bytes of the camera. One listener. */
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Unplugs the port. */
  unplug(): void;
}

interface Pair {
  readonly port: SerialPort;
  readonly peer: SerialPeer;
}

const pairs = new Map<string, Pair>();

/** Device at the other end of an open virtual port; undefined when no port of this id is open. @internal */
export function virtualSerialPeer(id: string): SerialPeer | undefined {
  return pairs.get(id)?.peer;
}

/** Bytes as they arrive with 7 or 8 bits. */
function carried(bytes: Uint8Array, { characterLength }: SerialSettings): Uint8Array {
  return bytes.map((byte) => (characterLength === 7 ? byte & 0x7f : byte));
}

type VirtualPortFact = Pick<Extract<SerialPortFact, { driver: 'virtual' }>, 'id' | 'initial' | 'loopback'>;

/**
 * Opens a simulated port, once in a process, which is one board: like a real port it is busy for a second camera. Its bytes take the time of a wire;
 * with a loopback plug they return until a device listens.
 */
export function openVirtualSerialPort({ id, initial, loopback }: VirtualPortFact, clock: Clock): SerialPort {
  const name = `serial port ${id}`;
  if (pairs.has(id)) throw new HalError('busy', `${name}: already open`);
  const budget = new WriteBudget(name);
  let settings = initial;
  const ending = new AbortController();
  let sending: Promise<void> = Promise.resolve();
  let toPort: (bytes: Uint8Array) => void = () => undefined;
  let toPeer: (bytes: Uint8Array) => void = (bytes) => (loopback === true ? toPort(bytes) : undefined);
  let onGone: (error: HalError) => void = () => undefined;
  const gone = (): HalError => new HalError('gone', `${name}: closed, or unplugged: plug it in again`);
  const check = (): void => {
    if (ending.signal.aborted) throw gone();
  };
  const send = async (bytes: Uint8Array): Promise<void> => {
    await clock.wait(wireTime(bytes.length, settings), ending.signal);
    check();
    toPeer(carried(bytes, settings));
  };
  const end = (): void => {
    ending.abort();
    pairs.delete(id);
  };
  const port: SerialPort = {
    id,
    get settings() {
      return settings;
    },
    async configure(wanted) {
      check();
      checkSerialSettings(id, wanted);
      settings = wanted;
    },
    async write(bytes) {
      check();
      const copy = Uint8Array.from(bytes);
      await budget.spend(copy.length, () => {
        const sent = sending.then(() => send(copy));
        sending = sent.catch(() => undefined);
        return sent;
      });
    },
    onData(listener) {
      toPort = listener;
    },
    onGone(listener) {
      onGone = listener;
    },
    async close() {
      if (!ending.signal.aborted) end();
    },
  };
  const peer: SerialPeer = {
    write: (bytes) => (ending.signal.aborted ? undefined : toPort(carried(bytes, settings))),
    onData(listener) {
      toPeer = listener;
    },
    unplug() {
      if (ending.signal.aborted) return;
      end();
      onGone(gone());
    },
  };
  pairs.set(id, { port, peer });
  return port;
}
