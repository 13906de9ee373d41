import { setImmediate as turn } from 'node:timers/promises';
import { pino } from 'pino';
import type { AxisFact } from '../../../hal/boards/facts/motion.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { openHardware } from '../../../hal/hardware/open-hardware.ts';
import type { Hardware } from '../../../hal/ports/hardware.ts';
import type { MotorAxis } from '../../../hal/ports/motor-axis.ts';
import type { SerialPort, SerialSettings } from '../../../hal/ports/serial-port.ts';
import { systemClock } from '../../../hal/system/clock.ts';
import { openVirtualSerialPort, virtualSerialPeer } from '../../../hal/virtual/serial-pair.ts';
import { until } from '../../until.ts';

type Answer = (message: readonly number[], reply: (...bytes: number[]) => void) => void;

const id = 'Head';
const settings: SerialSettings = { baudRate: 115_200, parity: 'None', characterLength: 8, stopBits: 1 };

/** Board with axes on one virtual serial port that can be unplugged and plugged in again. */
export class HeadOnPort {
  /** Messages of the camera since the port was last plugged in, in hexadecimal. */
  readonly written: string[] = [];
  readonly #hardware: Hardware;
  readonly #answer: Answer;
  #held: SerialPort | undefined;

  private constructor(hardware: Hardware, answer: Answer) {
    this.#hardware = hardware;
    this.#answer = answer;
    hardware.onChange(() => this.#listen());
    this.#listen();
  }

  /** Opens pan and tilt of -80 to 80 degrees, 60 degrees a second. */
  static async open(drive: AxisFact['drive'], answer: Answer = () => undefined): Promise<HeadOnPort> {
    const axes = (['pan', 'tilt'] as const).map((axis) => ({
      ...{ id: axis, axis, min: -80, max: 80, maxSpeed: 60, drive },
    }));
    const serialPorts = [{ id, driver: 'virtual', initial: settings }] as const;
    const log = pino({ level: 'silent' });
    const opening = openHardware({ ...virtual, axes, serialPorts }, log, { retry: 20 });
    // The device listens before the first byte arrives, which takes the time of the wire.
    while (virtualSerialPeer(id) === undefined) await turn();
    connect(answer);
    return new HeadOnPort(await opening, answer);
  }

  axis(name: 'pan' | 'tilt'): MotorAxis {
    const axis = this.#hardware.axes.get(name);
    if (axis === undefined) throw new Error(`no ${name}: ${this.#hardware.faults.map(({ message }) => message)}`);
    return axis;
  }

  /** Sends bytes of the device. */
  send(...bytes: number[]): void {
    virtualSerialPeer(id)?.write(Uint8Array.from(bytes));
  }

  unplug(): void {
    virtualSerialPeer(id)?.unplug();
    // The board cannot reopen the port while another owner has it.
    this.#held = openVirtualSerialPort({ id, initial: settings }, systemClock);
  }

  async plug(): Promise<void> {
    this.written.length = 0;
    await this.#held?.close();
    this.#held = undefined;
    await until(() => this.#hardware.serialPorts.has(id));
  }

  async close(): Promise<void> {
    await this.#held?.close();
    await this.#hardware.close();
  }

  #listen(): void {
    if (this.#hardware.serialPorts.has(id)) connect(this.#answer, (row) => this.written.push(row));
  }
}

function connect(answer: Answer, note: (row: string) => void = () => undefined): void {
  const peer = virtualSerialPeer(id);
  peer?.onData((bytes) => {
    note(Buffer.from(bytes).toString('hex').replace(/../g, '$& ').trim());
    setImmediate(() => answer([...bytes], (...reply) => peer.write(Uint8Array.from(reply))));
  });
}
