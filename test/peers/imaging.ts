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

const peer = suite('imaging by foreign clients');
const schemas = process.env.VEDETTE_SCHEMAS ?? join(repositoryRoot, '..', 'shared', 'onvif');

let camera: Camera;

peer.before(async () => {
  camera = await cameraUnderTest();
});

peer.after(async () => {
  await camera.stop();
});

type Call = <T>(method: string, ...words: unknown[]) => Promise<T>;

async function connected(): Promise<Call> {
  const { hostname, port } = new URL(camera.summary.onvif);
  const login = { username: camera.admin, password: camera.password, autoconnect: false };
  const cam = new onvif.Cam({ hostname, port: Number(port), ...login });
  const call: Call = (method, ...words) => {
    const target = cam as unknown as Record<string, (...all: unknown[]) => void>;
    return new Promise((resolve, reject) => {
      const done = (error: Error | null, answer: never): void => (error ? reject(error) : resolve(answer));
      target[method]?.call(cam, ...words, done);
    });
  };
  await call('connect');
  return call;
}

interface Settings {
  readonly brightness: number;
  readonly irCutFilter: string;
  readonly focus: { readonly autoFocusMode: string };
}

interface Status {
  readonly focusStatus20: { readonly position: number; readonly moveStatus: string };
}

peer('npm onvif reads and sets single settings', async () => {
  const call = await connected();
  const options = await call<{ brightness: { min: number; max: number } }>('getVideoSourceOptions', {});
  assert.equal([options.brightness.min, options.brightness.max], [0, 100]);
  await call('setImagingSettings', { brightness: 61, irCutFilter: 'OFF' });
  await call('setImagingSettings', { focus: { autoFocusMode: 'MANUAL' } });
  const settings = await call<Settings>('getImagingSettings', {});
  assert.equal([settings.brightness, settings.irCutFilter, settings.focus.autoFocusMode], [61, 'OFF', 'MANUAL']);
  await call('setImagingSettings', { irCutFilter: 'AUTO', brightness: 50 });
});

peer('npm onvif moves the focus, and its empty Absolute is refused', async () => {
  const call = await connected();
  await call('imagingMove', { absolute: { position: 0.4 } });
  await until(async () => (await call<Status>('imagingGetStatus', {})).focusStatus20.moveStatus === 'IDLE');
  assert.is((await call<Status>('imagingGetStatus', {})).focusStatus20.position, 0.4);
  await call('imagingMove', { continuous: { speed: 0.2 } });
  await call('imagingStop', {});
  const refusal = await call('imagingMove', { absolute: { position: 0 } }).catch((error: Error) => error);
  assert.instance(refusal, Error);
});

peer('npm onvif recalls presets', async () => {
  const call = await connected();
  const presets = await call<unknown>('getImagingServiceCapabilities');
  assert.match(JSON.stringify(presets), /"presets":true/i);
});

peer('PHP sets one value, moves the focus and recalls a preset', async () => {
  const address = new URL('/onvif/imaging', camera.summary.onvif).href;
  const words = [join(repositoryRoot, 'test/peers/drive_imaging.php'), address, camera.admin, camera.password];
  const { stdout } = await promisify(execFile)('php', words, { timeout: 60_000 });
  assert.match(
    stdout,
    /^contrast 0 to 100\nset 64 MANUAL 50\nfocus 0\.6\npreset Low ?light\nfault .*Sender, contrast \d+\n$/,
  );
});

peer('python3-zeep drives every operation strictly by the official WSDL', async () => {
  if (!existsSync(join(schemas, 'zeep_offline.py'))) {
    process.stdout.write('skip: python3-zeep: the ONVIF WSDL set is not at hand (set VEDETTE_SCHEMAS to its folder)\n');
    return;
  }
  const { origin } = new URL(camera.summary.onvif);
  const words = [join(repositoryRoot, 'test/peers/drive_imaging.py'), schemas, origin, camera.admin, camera.password];
  const { stdout } = await promisify(execFile)('python3', words, { timeout: 90_000 });
  assert.equal(stdout.trim().split('\n'), [
    'GetServiceCapabilities True',
    "GetOptions 100.0 ['ON', 'OFF', 'AUTO'] ['AUTO', 'MANUAL']",
    'SetImagingSettings 57.0 MANUAL 8000.0',
    "Refused ['InvalidArgVal', 'SettingsInvalid']",
    "GetPresets ['Indoor', 'Outdoor', 'LowLight', 'Custom']",
    'GetCurrentPreset LowLight',
    'Custom 57.0',
    'GetMoveOptions 1.0',
    'Move 0.7',
    'Stop',
  ]);
});

peer.run();
