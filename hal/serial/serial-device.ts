import { statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { SerialPort as Device } from 'serialport';
import { HalError, type HalErrorKind } from '../ports/hal-error.ts';
import type { SerialPort, SerialSettings } from '../ports/serial-port.ts';
import { checkSerialSettings, wireTime } from './serial-settings.ts';
import { WriteBudget } from './write-budget.ts';

/** Time (ms) between two checks of the device's node: the library does not report a port that hung up. */
const pollMilliseconds = 500;

const parities = { None: 'none', Even: 'even', Odd: 'odd' } as const;

/** Errors of the library, recognised by their text. */
const openErrors: readonly (readonly [RegExp, HalErrorKind, string])[] = [
  [/No such file|No such device/, 'gone', 'is it plugged in? see ls /dev/tty* /dev/serial/by-id'],
  [/Permission denied|not permitted/, 'io', 'no right to use it: add the user to group dialout'],
  [/Cannot lock|busy|temporarily unavailable/i, 'busy', 'another program uses it; fuser names it'],
  [/Inappropriate ioctl/, 'unsupported', 'not a serial port'],
  [/baud/i, 'unsupported', 'its driver refuses the baud rate'],
];

function openError(name: string, path: string, cause: Error): HalError {
  const [, kind, remedy] = openErrors.find(([pattern]) => pattern.test(cause.message)) ?? [
    undefined,
    'io' as const,
    '',
  ];
  return new HalError(kind, `${name}: ${path}: ${cause.message}${remedy === '' ? '' : `; ${remedy}`}`, { cause });
}

async function openDevice(name: string, path: string, settings: SerialSettings): Promise<Device> {
  const device = new Device({
    path,
    baudRate: settings.baudRate,
    dataBits: settings.characterLength,
    stopBits: settings.stopBits,
    parity: parities[settings.parity],
    autoOpen: false,
  });
  await new Promise<void>((resolve, reject) => {
    device.open((error) => (error ? reject(openError(name, path, error)) : resolve()));
  });
  return device;
}

/** Identity of a device node, which changes when the device is unplugged and plugged in. */
function nodeOf(path: string): string {
  const node = statSync(path, { throwIfNoEntry: false });
  return node === undefined ? '' : `${node.ino} ${node.rdev}`;
}

function closeDevice(device: Device): Promise<void> {
  return new Promise((resolve) => {
    if (device.isOpen) device.close(() => resolve());
    else resolve();
  });
}

/** Serial port of the kernel. The direction of an RS485 port is up to its driver (device tree, or the adapter). */
export class SerialDevice implements SerialPort {
  readonly id: string;
  readonly #name: string;
  readonly #path: string;
  readonly #budget: WriteBudget;
  #device: Device;
  #settings: SerialSettings;
  #onData: (bytes: Uint8Array) => void = () => undefined;
  #onGone: (error: HalError) => void = () => undefined;
  readonly #ending = new AbortController();
  readonly #poll: NodeJS.Timeout;
  #state: 'open' | 'gone' | 'closed' = 'open';

  private constructor(id: string, path: string, device: Device, settings: SerialSettings) {
    this.id = id;
    this.#name = `serial port ${id}`;
    this.#path = path;
    this.#budget = new WriteBudget(this.#name);
    this.#device = this.#attach(device);
    this.#settings = settings;
    const node = nodeOf(path);
    this.#poll = setInterval(() => nodeOf(path) !== node && this.#lose(), pollMilliseconds).unref();
  }

  /** Rejects with HalError 'gone', 'busy', 'io' (rights), 'unsupported'. */
  static async open(id: string, path: string, settings: SerialSettings): Promise<SerialDevice> {
    checkSerialSettings(id, settings);
    return new SerialDevice(id, path, await openDevice(`serial port ${id}`, path, settings), settings);
  }

  get settings(): SerialSettings {
    return this.#settings;
  }

  /** Reopens the port, since the library can change only the rate of an open one; the old settings stay on failure. */
  async configure(settings: SerialSettings): Promise<void> {
    this.#check();
    checkSerialSettings(this.id, settings);
    const old = this.#device;
    this.#detach(old);
    await closeDevice(old);
    try {
      this.#device = this.#attach(await openDevice(this.#name, this.#path, settings));
      this.#settings = settings;
    } catch (error) {
      this.#device = this.#attach(
        await openDevice(this.#name, this.#path, this.#settings).catch((cause: unknown) => {
          this.#lose();
          throw cause;
        }),
      );
      throw error;
    }
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#check();
    const copy = Buffer.from(bytes);
    await this.#budget.spend(copy.length, async () => {
      await new Promise<void>((resolve, reject) => {
        this.#device.write(copy, (error) => {
          if (!error) return resolve();
          // The library gives up a port after a failed write.
          this.#lose();
          reject(
            new HalError('gone', `${this.#name}: ${this.#path}: ${error.message}; is it unplugged?`, { cause: error }),
          );
        });
      });
      // Computed time, not a drain: draining blocks a thread of the pool while the other side holds its flow control.
      await wait(wireTime(copy.length, this.#settings), undefined, { signal: this.#ending.signal }).catch(() =>
        this.#check(),
      );
    });
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.#onData = listener;
  }

  onGone(listener: (error: HalError) => void): void {
    this.#onGone = listener;
  }

  async close(): Promise<void> {
    if (this.#state !== 'open') return;
    this.#state = 'closed';
    clearInterval(this.#poll);
    this.#ending.abort();
    this.#detach(this.#device);
    await closeDevice(this.#device);
  }

  #check(): void {
    if (this.#state !== 'open') throw this.#gone();
  }

  #gone(): HalError {
    const what = this.#state === 'gone' ? 'is it unplugged? Plug it in again' : 'closed';
    return new HalError('gone', `${this.#name}: ${this.#path}: ${what}`);
  }

  #attach(device: Device): Device {
    device.on('data', (bytes: Buffer) => this.#onData(bytes));
    for (const event of ['close', 'end', 'error'] as const) device.on(event, () => this.#lose());
    return device;
  }

  #detach(device: Device): void {
    device.removeAllListeners();
    // Later errors are irrelevant, but must not end the process.
    device.on('error', () => undefined);
  }

  #lose(): void {
    if (this.#state !== 'open') return;
    this.#state = 'gone';
    clearInterval(this.#poll);
    this.#ending.abort();
    this.#detach(this.#device);
    closeDevice(this.#device).catch(() => undefined);
    this.#onGone(this.#gone());
  }
}
