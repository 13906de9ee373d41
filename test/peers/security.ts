// time limit: 150 s
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Camera, startCamera } from '../firmware/running-camera.ts';
import { temporaryFolder } from '../firmware/temporary-folder.ts';
import { repositoryRoot } from '../places.ts';

const peer = suite('Security service by foreign clients');
const schemas = process.env.VEDETTE_SCHEMAS ?? join(repositoryRoot, '..', 'shared', 'onvif');
let camera: Camera;

peer.before(async () => {
  camera = await startCamera(['--https-port', '0', '--rtsps-port', '0']);
});

peer.after(async () => {
  await camera.stop();
});

// shows SEC-01, SEC-02, SEC-11, SEC-14, SEC-20
peer('python3-zeep makes a key, has it certified by openssl, and verifies the new certificate of HTTPS', async () => {
  if (!existsSync(join(schemas, 'zeep_offline.py'))) {
    process.stdout.write('skip: python3-zeep: the ONVIF WSDL set is not at hand (set VEDETTE_SCHEMAS to its folder)\n');
    return;
  }
  const program = join(repositoryRoot, 'test/peers/use_security.py');
  const { origin } = new URL(camera.summary.onvif);
  const { port } = new URL(camera.summary.https ?? '');
  const words = [program, schemas, origin, camera.admin, camera.password, temporaryFolder(), port];
  const { stdout } = await promisify(execFile)('python3', words, { timeout: 120_000 });
  assert.match(stdout, /^limits True \['1\.2', '1\.3'\]$/m);
  assert.match(stdout, /^heard generating ok$/m);
  assert.match(stdout, /^status ok$/m);
  assert.match(stdout, /^verified True True$/m);
  assert.match(stdout, /^keys up True web$/m);
  assert.match(stdout, /^certificates \d True$/m);
  assert.is(stdout.match(/^fault /gm)?.length, 4, stdout);
});

peer.run();
