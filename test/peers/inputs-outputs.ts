// time limit: 150 s
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import onvif from 'onvif';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Camera, startCamera } from '../firmware/running-camera.ts';
import { temporaryFolder } from '../firmware/temporary-folder.ts';
import { repositoryRoot } from '../places.ts';

const peer = suite('inputs and outputs by foreign clients');
const schemas = process.env.VEDETTE_SCHEMAS ?? join(repositoryRoot, '..', 'shared', 'onvif');
const folder = temporaryFolder();
const [inputs, relays] = [join(folder, 'inputs'), join(folder, 'relays')];
let camera: Camera;

peer.before(async () => {
  writeFileSync(inputs, '');
  camera = await startCamera([], { VEDETTE_INPUTS: inputs, VEDETTE_RELAYS: relays });
});

peer.after(async () => {
  await camera.stop();
});

// shows DIO-03, DIO-05, DIO-07
peer('python3-zeep drives relays, inputs and the serial port with the official WSDLs', async () => {
  if (!existsSync(join(schemas, 'zeep_offline.py'))) {
    process.stdout.write('skip: python3-zeep: the ONVIF WSDL set is not at hand (set VEDETTE_SCHEMAS to its folder)\n');
    return;
  }
  const origin = new URL(camera.summary.onvif).origin;
  const program = join(repositoryRoot, 'test/peers/use_inputs_outputs.py');
  const words = [program, schemas, origin, camera.admin, camera.password, inputs];
  const { stdout } = await promisify(execFile)('python3', words, { timeout: 120_000 });
  assert.match(stdout, /^counts 2 3 1$/m);
  assert.match(stdout, /^relay Changed Changed$/m);
  assert.match(stdout, /^input Changed$/m);
  assert.match(stdout, /^serial 'ping\\n'$/m);
  assert.is(stdout.match(/^fault /gm)?.length, 3);
});

// shows COR-10
peer('npm onvif reads the auxiliary commands and runs the wiper', async () => {
  const address = new URL(camera.summary.onvif);
  const cam = new onvif.Cam({
    hostname: address.hostname,
    port: Number(address.port),
    username: camera.admin,
    password: camera.password,
    autoconnect: false,
  });
  const call = <T>(method: string, ...words: unknown[]): Promise<T> =>
    new Promise((resolve, reject) => {
      const target = cam as unknown as Record<string, (...all: unknown[]) => void>;
      target[method]?.call(cam, ...words, (error: Error | null, answer: T) =>
        error ? reject(error) : resolve(answer),
      );
    });
  await call('connect');
  await call('getServiceCapabilities');
  const { serviceCapabilities } = cam as unknown as { serviceCapabilities?: { auxiliaryCommands?: readonly string[] } };
  assert.ok(serviceCapabilities?.auxiliaryCommands?.includes('tt:Wiper|On'));
  const capabilities = await call<{ extension?: { deviceIO?: { relayOutputs?: number } } }>('getCapabilities');
  assert.is(capabilities.extension?.deviceIO?.relayOutputs, 2);
  await call('sendAuxiliaryCommand', { data: 'tt:Wiper|On' });
  assert.match(readFileSync(relays, 'utf8'), /^Wiper closed$/m);
  await call('sendAuxiliaryCommand', { data: 'tt:Wiper|Off' });
  assert.match(readFileSync(relays, 'utf8'), /^Wiper open$/m);
});

peer.run();
