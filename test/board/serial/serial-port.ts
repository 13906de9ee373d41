// devices: lines
import { spawnSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import type { SerialSettings } from '../../../hal/ports/serial-port.ts';
import { openSerialPort } from '../../../hal/serial/serial-port.ts';
import { systemClock } from '../../../hal/system/clock.ts';
import { serialSuite, usual } from '../../hal/serial/serial-suite.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const serial = suite('serial port of the kernel');

async function openOn(terminal: Terminal, initial: SerialSettings) {
  return openSerialPort({ id: 'Serial1', driver: 'device', path: terminal.path, type: 'RS232', initial });
}

serialSuite(serial, async (settings) => {
  const terminal = await openTerminal();
  const port = await openOn(terminal, settings);
  return { clock: systemClock, port, peer: terminal.peer, end: terminal.end };
});

/** Settings of the port in the kernel. */
function kernelSettings(path: string): string {
  return spawnSync('stty', ['-F', path, '-a'], { encoding: 'utf8' }).stdout;
}

serial('applies settings in the kernel', async () => {
  const terminal = await openTerminal();
  const port = await openOn(terminal, { ...usual, baudRate: 19_200 });
  assert.match(kernelSettings(terminal.path), /speed 19200 baud.* -cstopb/s);
  await port.configure({ ...usual, baudRate: 4800, stopBits: 2 });
  assert.match(kernelSettings(terminal.path), /speed 4800 baud.* cstopb/s);
  await port.close();
  terminal.end();
});

serial('refuses a port that another program has locked', async () => {
  const terminal = await openTerminal();
  const port = await openOn(terminal, usual);
  const error = (await openOn(terminal, usual).catch((reason: HalError) => reason)) as HalError;
  assert.is(error.kind, 'busy');
  assert.match(error.message, /another program/);
  await port.close();
  terminal.end();
});

serial.run();
