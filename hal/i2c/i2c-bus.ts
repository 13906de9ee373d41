import { openPromisified, type PromisifiedBus } from 'i2c-bus';
import { errnoOf, HalError, type HalErrorKind } from '../ports/hal-error.ts';
import type { I2cBus, OpenI2cBus } from '../ports/i2c-bus.ts';
import { TransferQueue } from './transfer-queue.ts';

/** Largest block transfer of the kernel, bytes. */
const blockBytes = 32;

interface Adapter {
  readonly number: number;
  readonly queue: TransferQueue;
  bus: PromisifiedBus;
  users: number;
}

/** Adapters in use, shared by all openers. */
const adapters = new Map<number, Promise<Adapter>>();

const openRemedies: Readonly<Record<string, readonly [HalErrorKind, string]>> = {
  ENOENT: [
    'gone',
    'enable I2C (Raspberry Pi: dtparam=i2c_arm=on in config.txt) and load the module i2c-dev; see i2cdetect -l',
  ],
  ENXIO: ['gone', 'the adapter is gone; see i2cdetect -l'],
  ENODEV: ['gone', 'the adapter is gone; see i2cdetect -l'],
  EACCES: ['io', 'no right to use it: add the user to group i2c'],
  EPERM: ['io', 'no right to use it: add the user to group i2c'],
};

const transferErrors: Readonly<Record<string, readonly [HalErrorKind, string]>> = {
  ENXIO: ['gone', 'no chip acknowledges; is it wired and powered?'],
  EREMOTEIO: ['gone', 'no chip acknowledges; is it wired and powered?'],
  ENODEV: ['gone', 'the adapter is gone'],
  EBUSY: ['busy', 'a kernel driver has this address; unload it or remove its overlay'],
  EOPNOTSUPP: ['unsupported', 'the adapter does not support this kind of transfer'],
  ETIMEDOUT: ['io', 'the bus does not answer; is a line held low?'],
};

function transferError(name: string, cause: unknown): HalError {
  const code = errnoOf(cause);
  const [kind, what] = transferErrors[code] ?? ['io', 'bus error'];
  return new HalError(kind, `${name}: ${what}${code === '' ? '' : ` (${code})`}`, { cause });
}

async function openAdapter(number: number): Promise<Adapter> {
  const name = `/dev/i2c-${number}`;
  let bus: PromisifiedBus | undefined;
  try {
    bus = await openPromisified(number);
    // The library opens the device at the first transfer: this query shows whether it exists and what it supports.
    const { i2c } = await bus.i2cFuncs();
    if (!i2c) throw new HalError('unsupported', `${name}: the adapter supports SMBus only, no plain I2C transfers`);
    return { number, queue: new TransferQueue(name), bus, users: 0 };
  } catch (cause) {
    await bus?.close().catch(() => undefined);
    if (cause instanceof HalError) throw cause;
    const [kind, what] = openRemedies[errnoOf(cause)] ?? [
      'io',
      `cannot be opened (${errnoOf(cause) || String(cause)})`,
    ];
    throw new HalError(kind, `${name}: ${what}`, { cause });
  }
}

/** Reopens the bus: after a refused address the library would continue with a descriptor without address. */
async function renew(adapter: Adapter): Promise<void> {
  await adapter.bus.close().catch(() => undefined);
  adapter.bus = await openPromisified(adapter.number);
}

/** Closes the adapter after its last user once no transfer runs; a transfer that hangs keeps it open. */
async function leave(adapter: Adapter): Promise<void> {
  let closing: Promise<void> | undefined;
  adapter.users -= 1;
  adapter.queue.whenIdle(() => {
    // A new user may have come meanwhile, or another call closed the adapter.
    if (adapter.users > 0 || !adapters.delete(adapter.number)) return;
    closing = adapter.bus.close().catch(() => undefined);
  });
  await closing;
}

class SharedBus implements I2cBus {
  readonly #adapter: Adapter;
  #open = true;

  constructor(adapter: Adapter) {
    this.#adapter = adapter;
  }

  get adapter(): number {
    return this.#adapter.number;
  }

  async read(address: number, register: number, length: number): Promise<Buffer> {
    return this.#transfer(address, async (bus) => {
      const bytes = Buffer.alloc(length);
      for (let at = 0; at < length; at += blockBytes) {
        const part = bytes.subarray(at, at + blockBytes);
        const { bytesRead } = await bus.readI2cBlock(address, register + at, part.length, part);
        if (bytesRead !== part.length) throw new Error(`${bytesRead} of ${part.length} bytes received`);
      }
      return bytes;
    });
  }

  async write(address: number, register: number, bytes: Uint8Array): Promise<void> {
    await this.send(address, Buffer.from([register, ...bytes]));
  }

  async send(address: number, bytes: Uint8Array): Promise<void> {
    const copy = Buffer.from(bytes);
    await this.#transfer(address, async (bus) => {
      const { bytesWritten } = await bus.i2cWrite(address, copy.length, copy);
      if (bytesWritten !== copy.length) throw new Error(`${bytesWritten} of ${copy.length} bytes sent`);
    });
  }

  async receive(address: number, length: number): Promise<Buffer> {
    return this.#transfer(address, async (bus) => {
      const { bytesRead, buffer } = await bus.i2cRead(address, length, Buffer.alloc(length));
      if (bytesRead !== length) throw new Error(`${bytesRead} of ${length} bytes received`);
      return buffer;
    });
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await leave(this.#adapter);
  }

  async #transfer<T>(address: number, action: (bus: PromisifiedBus) => Promise<T>): Promise<T> {
    const adapter = this.#adapter;
    const name = `/dev/i2c-${adapter.number} address 0x${address.toString(16).padStart(2, '0')}`;
    if (!this.#open) throw new HalError('gone', `${name}: closed`);
    return adapter.queue.run(name, async () => {
      try {
        return await action(adapter.bus);
      } catch (cause) {
        if (errnoOf(cause) === 'EBUSY') await renew(adapter);
        throw transferError(name, cause);
      }
    });
  }
}

/** Opens an adapter over i2c-bus. Rejects with HalError 'gone', 'io' (rights), 'unsupported'; the message names the remedy. */
export const openI2cBus: OpenI2cBus = async (number) => {
  const opening = adapters.get(number) ?? openAdapter(number);
  adapters.set(number, opening);
  try {
    const adapter = await opening;
    // The last user closed the adapter meanwhile.
    if (adapters.get(number) !== opening) return await openI2cBus(number);
    adapter.users += 1;
    return new SharedBus(adapter);
  } catch (error) {
    if (adapters.get(number) === opening) adapters.delete(number);
    throw error;
  }
};
