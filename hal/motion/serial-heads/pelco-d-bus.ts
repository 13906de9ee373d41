import type { AxisKind } from '../../ports/motor-axis.ts';
import type { ReconnectingPort } from '../../serial/reconnecting-port.ts';
import {
  encodePelco,
  motionFrame,
  type PelcoFrame,
  PelcoReader,
  type PelcoSpeeds,
  valueFrame,
} from './pelco-d-frames.ts';
import { ReplyQueue } from './reply-queue.ts';

const still: PelcoSpeeds = { pan: 0, tilt: 0, zoom: 0, focus: 0 };

/** Serial port with Pelco-D devices, shared by their axes. */
export class PelcoBus {
  readonly #port: ReconnectingPort;
  readonly #replies: ReplyQueue<PelcoFrame>;
  readonly #reader = new PelcoReader();
  readonly #speeds = new Map<number, PelcoSpeeds>();

  constructor(port: ReconnectingPort) {
    this.#port = port;
    this.#replies = new ReplyQueue(`Pelco-D on serial port ${port.id}`, 500);
    port.onData((bytes) => {
      for (const frame of this.#reader.read(bytes)) this.#replies.offer(frame);
    });
    port.onAvailability(() => this.#reset());
  }

  /** Moves one motor of a device at a share of its top speed; the speeds of its other motors are sent unchanged. */
  async drive(address: number, kind: AxisKind, share: number): Promise<void> {
    const speeds = { ...(this.#speeds.get(address) ?? still), [kind]: share };
    this.#speeds.set(address, speeds);
    await this.#send(motionFrame(address, speeds));
  }

  async command(address: number, code: number, value: number): Promise<void> {
    await this.#send(valueFrame(address, code, value));
  }

  /** Queries a 16-bit number. Rejects with HalError 'io' when no answer comes. */
  async query(address: number, code: number, reply: number): Promise<number> {
    const frame = await this.#replies.ask(
      () => this.#send(valueFrame(address, code, 0)),
      (answer) => answer.address === address && answer.command2 === reply,
    );
    return (frame.data1 << 8) | frame.data2;
  }

  /** Forgets the speeds when the port is lost or returns: no motor resumes by itself. */
  #reset(): void {
    this.#speeds.clear();
    if (this.#port.gone !== undefined) this.#replies.fail(this.#port.gone);
  }

  async #send(frame: PelcoFrame): Promise<void> {
    await this.#port.write(encodePelco(frame));
  }
}

const buses = new WeakMap<ReconnectingPort, PelcoBus>();

/** Bus of a port: one object for all its axes. */
export function pelcoBus(port: ReconnectingPort): PelcoBus {
  const bus = buses.get(port) ?? new PelcoBus(port);
  buses.set(port, bus);
  return bus;
}
