import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { repositoryRoot } from '../places.ts';
import { cameraUnderTest } from './camera-under-test.ts';

const peer = suite('python3-zeep');
const schemas = process.env.VEDETTE_SCHEMAS ?? join(repositoryRoot, '..', 'shared', 'onvif');

const programs: readonly (readonly [name: string, file: string, told: RegExp])[] = [
  ['reads device, media, media2 and events', 'read_camera.py', /PullMessages [1-9]/],
  ['maintains the device', 'maintain_camera.py', /GetSystemBackup multipart\/related True/],
];

for (const [name, file, told] of programs) {
  peer(`${name} strictly with the official WSDLs`, async () => {
    if (!existsSync(join(schemas, 'zeep_offline.py'))) {
      process.stdout.write(
        'skip: python3-zeep: the ONVIF WSDL set is not at hand (set VEDETTE_SCHEMAS to its folder)\n',
      );
      return;
    }
    const camera = await cameraUnderTest();
    try {
      const origin = new URL(camera.summary.onvif).origin;
      const words = [join(repositoryRoot, 'test/peers', file), schemas, origin, camera.admin, camera.password];
      const { stdout } = await promisify(execFile)('python3', words, { timeout: 90_000 });
      assert.match(stdout, told);
    } finally {
      await camera.stop();
    }
  });
}

peer.run();
