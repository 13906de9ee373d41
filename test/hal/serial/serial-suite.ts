import { setTimeout as wait } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import type { Clock } from '../../../hal/ports/clock.ts';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import type { SerialPort, SerialSettings } from '../../../hal/ports/serial-port.ts';
import type { SerialPeer } from '../../../hal/virtual/serial-pair.ts';
import { until } from '../../until.ts';

/** Port under test and the device at the other end of its cable. */
interface SerialBench {
  /** Clock of the port. */
  readonly clock: Clock;
  readonly port: SerialPort;
  readonly peer: SerialPeer;
  /** Closes the other end. */
  readonly end: () => void;
}

export const usual: SerialSettings = { baudRate: 115_200, parity: 'None', characterLength: 8, stopBits: 1 };

async function failure(action: Promise<unknown>): Promise<HalError> {
  try {
    await action;
  } catch (error) {
    return error as HalError;
  }
  throw new Error('nothing was refused');
}

function collect(listen: (listener: (bytes: Uint8Array) => void) => void): { readonly bytes: () => Buffer } {
  const parts: Uint8Array[] = [];
  listen((bytes) => parts.push(Buffer.from(bytes)));
  return { bytes: () => Buffer.concat(parts) };
}

type Test = import('uvu').Test;
type Start = (settings?: SerialSettings) => Promise<SerialBench>;

/** Adds the behaviours of every serial port. */
export function serialSuite(serial: Test, open: (settings: SerialSettings) => Promise<SerialBench>): void {
  let bench: SerialBench | undefined;

  async function start(settings: SerialSettings = usual): Promise<SerialBench> {
    bench = await open(settings);
    return bench;
  }

  serial.after.each(async () => {
    await bench?.port.close();
    bench?.end();
  });

  serial('carries every byte both ways, in order', async () => {
    const { port, peer } = await start();
    const [sent, received] = [
      collect((listener) => peer.onData(listener)),
      collect((listener) => port.onData(listener)),
    ];
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await Promise.all([port.write(all), port.write(Uint8Array.of(1, 2, 3))]);
    await until(() => sent.bytes().length === 259);
    assert.equal([...sent.bytes()], [...all, 1, 2, 3]);
    peer.write(all);
    await until(() => received.bytes().length === 256);
    assert.equal([...received.bytes()], [...all]);
  });

  serial('resolves a write once the bytes are sent at their rate', async () => {
    const { port, clock } = await start({ ...usual, baudRate: 9600 });
    const began = clock.now();
    await port.write(new Uint8Array(192));
    assert.ok(clock.now() - began >= 199, 'ten bits each: 200 ms');
  });

  serial('applies new settings', async () => {
    const { port, peer } = await start();
    const wanted: SerialSettings = { baudRate: 2400, parity: 'None', characterLength: 8, stopBits: 2 };
    await port.configure(wanted);
    assert.equal(port.settings, wanted);
    const sent = collect((listener) => peer.onData(listener));
    await port.write(Uint8Array.of(0xff, 0x01));
    await until(() => sent.bytes().length === 2);
    assert.equal([...sent.bytes()], [0xff, 0x01]);
  });

  refusals(serial, start);
}

function refusals(serial: Test, start: Start): void {
  serial('refuses unsupported settings, and names the supported ones', async () => {
    const { port } = await start();
    for (const wrong of [
      { baudRate: 12_345 },
      { baudRate: Number.NaN },
      { parity: 'Mark' as 'Odd' },
      { characterLength: 9 as 8 },
      { stopBits: 1.5 as 1 },
    ] satisfies readonly Partial<SerialSettings>[]) {
      const error = await failure(port.configure({ ...usual, ...wrong }));
      assert.is(error.kind, 'unsupported');
      assert.match(error.message, new RegExp(`${port.id}: ${Object.keys(wrong)[0]} .*can be`));
    }
    assert.equal(port.settings, usual);
  });

  serial('queues 64 KiB and refuses more', async () => {
    const { port, peer } = await start({ ...usual, baudRate: 300 });
    const half = new Uint8Array(32 * 1024);
    const waiting = [port.write(half), port.write(half)].map((one) => one.catch((error: HalError) => error.kind));
    const error = await failure(port.write(Uint8Array.of(1)));
    assert.is(error.kind, 'busy');
    assert.match(error.message, /65536/);
    peer.unplug();
    assert.equal(await Promise.all(waiting), ['gone', 'gone']);
  });

  serial('reports once that it was unplugged, and is gone then', async () => {
    const { port, peer } = await start();
    let gone = 0;
    port.onGone(() => {
      gone += 1;
    });
    peer.unplug();
    await until(() => gone > 0);
    assert.is((await failure(port.write(Uint8Array.of(1)))).kind, 'gone');
    assert.is((await failure(port.configure(usual))).kind, 'gone');
    await wait(50);
    assert.is(gone, 1);
  });
}
