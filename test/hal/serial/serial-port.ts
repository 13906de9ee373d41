import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import { openSerialPort } from '../../../hal/serial/serial-port.ts';
import { virtualSerialPeer } from '../../../hal/virtual/serial-pair.ts';
import { FakeClock } from '../fake-clock.ts';
import { serialSuite, usual } from './serial-suite.ts';

const serial = suite('virtual serial port');

serialSuite(serial, async (initial) => {
  const clock = new FakeClock();
  const port = await openSerialPort({ id: 'Serial1', driver: 'virtual', initial }, clock);
  const peer = virtualSerialPeer('Serial1');
  if (peer === undefined) throw new Error('it has no other end');
  return { clock, port, peer, end: clock.run() };
});

serial('can be open once, and has its other end while it is open', async () => {
  const fact = { id: 'Serial2', driver: 'virtual', initial: usual } as const;
  const port = await openSerialPort(fact);
  const error = await openSerialPort(fact).catch((reason: HalError) => reason);
  assert.is((error as HalError).kind, 'busy');
  await port.close();
  assert.is(virtualSerialPeer('Serial2'), undefined);
  await (await openSerialPort(fact)).close();
});

serial('carries seven bits of each byte when set so', async () => {
  const port = await openSerialPort({ id: 'Serial3', driver: 'virtual', initial: { ...usual, characterLength: 7 } });
  const sent = new Promise<Uint8Array>((resolve) => virtualSerialPeer('Serial3')?.onData(resolve));
  await port.write(Uint8Array.of(0xff, 0x41));
  assert.equal([...(await sent)], [0x7f, 0x41]);
  await port.close();
});

serial('distinguishes a missing device from one that is not a serial port', async () => {
  for (const [path, kind, message] of [
    ['/dev/ttyNone', 'gone', /Serial4: \/dev\/ttyNone: .*plugged in/],
    ['/dev/null', 'unsupported', /not a serial port/],
  ] as const) {
    const fact = { id: 'Serial4', driver: 'device', path, type: 'RS232', initial: usual } as const;
    const error = (await openSerialPort(fact).catch((reason: HalError) => reason)) as HalError;
    assert.match(error.message, message);
    assert.is(error.kind, kind);
  }
});

serial('refuses facts with invalid settings before anything is opened', async () => {
  const fact = {
    id: 'Serial5',
    driver: 'device',
    path: '/dev/null',
    type: 'RS232',
    initial: { ...usual, baudRate: 0 },
  } as const;
  const error = (await openSerialPort(fact).catch((reason: HalError) => reason)) as HalError;
  assert.is(error.kind, 'unsupported');
  assert.match(error.message, /baudRate 0/);
});

serial.run();
