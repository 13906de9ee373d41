import type { AxisKind } from '../../ports/motor-axis.ts';
import type { SerialLine } from '../../serial/serial-line.ts';
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

/** A serial port with Pelco-D devices: what their axes share. */
export class PelcoLine {
  readonly #port: SerialLine;
  readonly #replies: ReplyQueue<PelcoFrame>;
  readonly #reader = new PelcoReader();
  readonly #speeds = new Map<number, PelcoSpeeds>();

  constructor(port: SerialLine) {
    this.#port = port;
    this.#replies = new ReplyQueue(`Pelco-D on serial port ${port.id}`, 500);
    port.onData((bytes) => {
      for (const frame of this.#reader.read(bytes)) this.#replies.offer(frame);
    });
    port.onTurn(() => this.#forget());
  }

  /** One motor of a device at a share of its top speed; the others go on as they do. */
  async drive(address: number, kind: AxisKind, share: number): Promise<void> {
    const speeds = { ...(this.#speeds.get(address) ?? still), [kind]: share };
    this.#speeds.set(address, speeds);
    await this.#send(motionFrame(address, speeds));
  }

  async command(address: number, code: number, value: number): Promise<void> {
    await this.#send(valueFrame(address, code, value));
  }

  /** Asks for a number of 16 bit. Rejects with HalError 'io' when no answer comes. */
  async query(address: number, code: number, reply: number): Promise<number> {
    const frame = await this.#replies.ask(
      () => this.#send(valueFrame(address, code, 0)),
      (one) => one.address === address && one.command2 === reply,
    );
    return (frame.data1 << 8) | frame.data2;
  }

  /** What was going on when the port was lost does not go on when it is there again. */
  #forget(): void {
    this.#speeds.clear();
    if (this.#port.gone !== undefined) this.#replies.fail(this.#port.gone);
  }

  async #send(frame: PelcoFrame): Promise<void> {
    await this.#port.write(encodePelco(frame));
  }
}

const lines = new WeakMap<SerialLine, PelcoLine>();

/** The one object of a port, whoever asks. */
export function pelcoLine(port: SerialLine): PelcoLine {
  const line = lines.get(port) ?? new PelcoLine(port);
  lines.set(port, line);
  return line;
}
