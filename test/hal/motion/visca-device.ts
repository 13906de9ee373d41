import { nibbles } from '../../../hal/motion/serial-heads/visca-packets.ts';
import { RecordedPort } from './recorded-port.ts';

/** Device with two sockets whose pan and tilt move 400 counts towards their target at each query. */
export class ViscaDevice {
  readonly port: RecordedPort;
  silent = false;
  full = 0;
  #at = [0, 0];
  #target = [0, 0];
  #zoom = 0;
  #moving = false;

  constructor() {
    this.port = new RecordedPort((message, reply) => this.answer(message, reply));
  }

  /** Turns the head (counts) without the camera. */
  turnByHand(pan: number, tilt: number): void {
    this.#at = [pan, tilt];
    this.#target = [pan, tilt];
  }

  /** Answers one message of the camera. */
  answer(message: readonly number[], reply: (...bytes: number[]) => void): void {
    if (this.silent) return;
    const code = message
      .slice(1, -1)
      .map((byte) => byte.toString(16).padStart(2, '0'))
      .join('');
    if (code === '010001') reply(0x90, 0x50, 0xff);
    else if (code === '090612') this.#answerPosition(reply);
    else if (code === '090447') reply(0x90, 0x50, ...nibbles(this.#zoom), 0xff);
    else if (code === '21') this.#cancel(reply);
    else if (this.full > 0) {
      this.full -= 1;
      reply(0x90, 0x60, 0x03, 0xff);
    } else this.#do(code, message, reply);
  }

  #do(code: string, message: readonly number[], reply: (...bytes: number[]) => void): void {
    const word = (at: number): number => {
      const value = message.slice(at, at + 4).reduce((sum, byte) => sum * 16 + byte, 0);
      return value > 0x7fff ? value - 0x1_0000 : value;
    };
    if (code.startsWith('010602')) {
      this.#target = [word(6), word(10)];
      this.#moving = true;
      reply(0x90, 0x41, 0xff);
      return;
    }
    if (code.startsWith('010447')) this.#zoom = word(4);
    if (code.startsWith('010601')) this.#target = [...this.#at];
    reply(0x90, 0x42, 0xff, 0x90, 0x52, 0xff);
  }

  #cancel(reply: (...bytes: number[]) => void): void {
    reply(0x90, ...(this.#moving ? [0x61, 0x04] : [0x61, 0x05]), 0xff);
    this.#moving = false;
  }

  #answerPosition(reply: (...bytes: number[]) => void): void {
    this.#at = this.#at.map((at, index) => {
      const way = (this.#target[index] ?? 0) - at;
      return at + Math.sign(way) * Math.min(400, Math.abs(way));
    });
    const there = this.#at.every((at, index) => at === this.#target[index]);
    if (this.#moving && there) {
      this.#moving = false;
      reply(0x90, 0x51, 0xff);
    }
    reply(0x90, 0x50, ...this.#at.flatMap((at) => nibbles(at)), 0xff);
  }
}
