// time limit: 900 s
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { soap } from '../../firmware/soap-client.ts';
import { until } from '../../until.ts';
import { Client } from './client.ts';
import { clockCases } from './clock-cases.ts';
import { Ear } from './ear.ts';
import { hasClock, inGuest, manager } from './guest.ts';
import { createAdministrator, lifeCases } from './life-cases.ts';
import { networkCases, portCases } from './network-cases.ts';
import { NtpServer } from './ntp-server.ts';
import type { Story } from './story-parts.ts';

const guest = suite(`a camera in a guest with ${manager === '' ? 'a network manager' : manager}`);

guest('the time server of the guest tells the time that a test wants', async () => {
  await using server = await NtpServer.open('127.0.0.1', 0);
  server.tell({ ahead: 1_000_000 });
  const client = createSocket('udp4');
  const request = Buffer.alloc(48, 0x23);
  client.send(request, server.port, '127.0.0.1');
  const [answer] = (await once(client, 'message')) as [Buffer];
  client.close();
  assert.equal(answer.subarray(24, 32), request.subarray(40, 48));
  assert.ok(Math.abs((answer.readUInt32BE(40) - 2_208_988_800) * 1000 - Date.now() - 1_000_000) < 5_000);
});

/** Prints each case, as its time is longer than a reader's patience. Names that VEDETTE_CASES matches are run, and the first. */
function printed(camera: Client, name: string, body: () => Promise<void>): void {
  const chosen = new RegExp(process.env.VEDETTE_CASES ?? '');
  if (!chosen.test(name)) return;
  guest(name, async () => {
    const begun = performance.now();
    const seconds = (): string => `${((performance.now() - begun) / 1000).toFixed(1)} s`;
    try {
      // A case that failed may have left another time behind.
      if (hasClock) await camera.learnTime();
      await body();
      process.stdout.write(`\n  ok: ${name} (${seconds()})\n`);
    } catch (error) {
      process.stdout.write(`\n  FAILED: ${name} (${seconds()}): ${error instanceof Error ? error.message : error}\n`);
      throw error;
    }
  });
}

/** Set by scripts/machine-guest. */
if (manager === '') process.stdout.write('skip: camera in a guest: run by scripts/machine-guest\n');
else {
  const camera = new Client('');
  const story: Story = {
    camera,
    ear: await Ear.open('10.9.0.1'),
    ntp: await NtpServer.open('10.9.0.1', 123),
    test: (name, body) => printed(camera, name, body),
  };
  const { ear } = story;
  guest.before(async () => {
    // A hook that throws is no failure for uvu.
    process.exitCode = 1;
    const begun = performance.now();
    const found = async (): Promise<boolean> => {
      camera.host = /\/\/(10\.9\.0\.1\d\d)[:/]/.exec((await ear.probe()).join(' '))?.[1] ?? '';
      return camera.host !== '';
    };
    await until(found, 'the camera is found at an address of DHCP', 180_000);
    await camera.learnTime();
    const { status, text } = await soap(camera.url, createAdministrator);
    assert.is(status, 200, text);
    process.exitCode = 0;
    process.stdout.write(`  found at ${camera.host} after ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
  });
  if (hasClock) clockCases(story);
  networkCases(story);
  portCases(story);
  lifeCases(story);
  guest.after(async () => {
    ear.close();
    await story.ntp[Symbol.asyncDispose]();
    process.stdout.write(`${await inGuest('systemctl --failed --no-legend || true')}\n`);
  });
}

guest.run();
