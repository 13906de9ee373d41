// time limit: 150 s
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import onvif from 'onvif';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { repositoryRoot } from '../places.ts';
import { until } from '../until.ts';
import { type Camera, cameraUnderTest } from './camera-under-test.ts';
import { type NodeOnvifDevice, nodeOnvif } from './node-onvif-client.ts';

const peer = suite('PTZ by foreign clients');
const schemas = process.env.VEDETTE_SCHEMAS ?? join(repositoryRoot, '..', 'shared', 'onvif');
const run = promisify(execFile);

let camera: Camera;

peer.before(async () => {
  camera = await cameraUnderTest();
});

peer.after(async () => {
  await camera.stop();
});

// shows PTZ-04, PTZ-05, PTZ-06, PTZ-07, PTZ-10, PTZ-22
peer('python3-zeep drives the head in the order of calls of Frigate, strictly by the official WSDL', async () => {
  if (!existsSync(join(schemas, 'zeep_offline.py'))) {
    process.stdout.write('skip: python3-zeep: the ONVIF WSDL set is not at hand (set VEDETTE_SCHEMAS to its folder)\n');
    return;
  }
  const { origin } = new URL(camera.summary.onvif);
  const program = join(repositoryRoot, 'test/peers/drive_ptz.py');
  const words = [program, schemas, origin, camera.admin, camera.password];
  const { stdout } = await run('python3', words, { timeout: 120_000 });
  assert.equal(stdout.trim().split('\n'), [
    'address /onvif/PTZ',
    'translated MOVING True',
    'translated MOVING True',
    'back True',
    'zoomed 1.0',
    'zoomed 0.0',
    'stopped True',
    "presets [(True, 'Tür', True)]",
    'tour Touring',
    "tour ['Idle']",
    "nodes ['PTZ1'] True",
    "compatible ['PTZ1']",
    'fault AbsoluteMove InvalidPosition',
    'fault GotoPreset NoToken',
  ]);
});

peer('PHP moves the head, follows its status and recalls a preset', async () => {
  const words = [join(repositoryRoot, 'test/peers/drive_ptz.php')];
  const address = new URL('/onvif/PTZ', camera.summary.onvif).href;
  const { stdout } = await run('php', [...words, address, camera.admin, camera.password], { timeout: 60_000 });
  assert.match(stdout, /^moving MOVING\npreset from PHP\nfault .*Sender/);
});

interface Vector {
  readonly x: number;
  readonly y?: number;
  readonly zoom?: number;
}

interface CamStatus {
  readonly position: Vector;
  readonly moveStatus: { readonly panTilt: string; readonly zoom: string };
}

peer('npm onvif moves by all three kinds, stops, and finds its presets by name and token', async () => {
  const address = new URL(camera.summary.onvif);
  const [hostname, port] = [address.hostname, Number(address.port)];
  const cam = new onvif.Cam({ hostname, port, username: camera.admin, password: camera.password, autoconnect: false });
  const call = <T>(method: string, ...words: unknown[]): Promise<T> =>
    new Promise((resolve, reject) => {
      const target = cam as unknown as Record<string, (...all: unknown[]) => void>;
      target[method]?.call(cam, ...words, (error: Error | null, value: T) => (error ? reject(error) : resolve(value)));
    });
  const rest = async (): Promise<CamStatus> => {
    let status = await call<CamStatus>('getStatus', {});
    await until(async () => {
      status = await call<CamStatus>('getStatus', {});
      return status.moveStatus.panTilt === 'IDLE' && status.moveStatus.zoom === 'IDLE';
    });
    return status;
  };
  await call('connect');
  await call('absoluteMove', { x: -0.2, y: 0.1, zoom: 0.25 });
  const { position } = await rest();
  assert.ok(Math.abs(position.x + 0.2) < 0.001 && Math.abs((position.zoom ?? 0) - 0.25) < 0.001);
  await call('setPreset', { presetName: 'npm' });
  await call('relativeMove', { x: 0.5, y: 0, zoom: 0 });
  assert.ok((await rest()).position.x > position.x);
  await call('continuousMove', { x: 0.3, y: 0, zoom: 0, timeout: 500 });
  assert.is((await call<CamStatus>('getStatus', {})).moveStatus.panTilt, 'MOVING');
  await rest();
  await call('continuousMove', { x: 0.1, y: 0, zoom: 0 });
  await call('stop', { panTilt: true });
  await rest();
  const presets = await call<Record<string, { readonly $: { readonly token: string } }>>('getPresets', {});
  const preset = presets.npm?.$.token;
  await call('gotoPreset', { preset });
  assert.ok(Math.abs((await rest()).position.x - position.x) < 0.001);
  await call('removePreset', { presetToken: preset });
  await call('gotoHomePosition', { speed: { x: 1, y: 1, zoom: 1 } });
  await rest();
});

peer('node-onvif moves and stops the head and handles presets', async () => {
  const device: NodeOnvifDevice = new nodeOnvif.OnvifDevice({
    xaddr: camera.summary.onvif,
    user: camera.admin,
    pass: camera.password,
  });
  await device.init();
  const { ptz } = device.services;
  if (ptz === null) throw new Error('node-onvif finds no PTZ service');
  const ProfileToken = 'Profile1';
  const isResting = async (): Promise<boolean> =>
    !JSON.stringify((await ptz.getStatus({ ProfileToken })).data).includes('MOVING');
  await device.ptzMove({ speed: { x: 0.5, y: 0, z: 0 }, timeout: 10 });
  assert.is(await isResting(), false);
  await device.ptzStop();
  await until(isResting);
  await ptz.setPreset({ ProfileToken, PresetName: 'node' });
  const told = JSON.stringify((await ptz.getPresets({ ProfileToken })).data);
  const token = /"token":"(\d+)"/.exec(told)?.[1] ?? '';
  assert.match(told, '"node"');
  await ptz.gotoHomePosition({ ProfileToken, Speed: 1 });
  await until(isResting);
  await ptz.gotoPreset({ ProfileToken, PresetToken: token, Speed: { x: 1, y: 1, z: 1 } });
  await until(isResting);
  await ptz.removePreset({ ProfileToken, PresetToken: token });
  await ptz.absoluteMove({ ProfileToken, Position: { x: 0, y: 0, z: 0 }, Speed: { x: 1, y: 1, z: 1 } });
  await until(isResting);
});

peer.run();
