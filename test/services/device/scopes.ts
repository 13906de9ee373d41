import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createScopeList, fixedScopes, type ScopeList } from '../../../services/device/scopes.ts';
import { memorySettings } from '../settings/memory-settings.ts';
import { board } from './camera.ts';

const scopes = suite('scopes');

const attic = 'onvif://www.onvif.org/location/attic';
const cellar = 'onvif://www.onvif.org/location/cellar';
const list = (stored: Map<string, string> = new Map()): ScopeList =>
  createScopeList(memorySettings(stored), fixedScopes(board));

const refuses = (done: Promise<void>, fault: string): Promise<void> =>
  done.then(
    () => assert.unreachable(`no ${fault}`),
    (error) => assert.is(error.faultName, fault),
  );

scopes('begin with fixed profile, type, hardware and name, and a location to be set', () => {
  assert.equal(list().list(), [
    'onvif://www.onvif.org/Profile/Streaming',
    'onvif://www.onvif.org/type/video_encoder',
    'onvif://www.onvif.org/hardware/virtual',
    'onvif://www.onvif.org/name/Vedette_Virtual_camera',
    'onvif://www.onvif.org/location/unknown',
  ]);
});

scopes('say of a camera with a head that it pans, tilts or zooms', () => {
  assert.equal(fixedScopes(board, ['ptz']).slice(1, 3), [
    'onvif://www.onvif.org/type/video_encoder',
    'onvif://www.onvif.org/type/ptz',
  ]);
});

scopes('survive a restart', async () => {
  const stored = new Map<string, string>();
  const before = list(stored);
  await before.replace([attic]);
  await before.add([cellar, attic]);
  assert.equal(list(stored).configurable(), [attic, cellar]);
});

scopes('that are fixed stay, and are not repeated when a client sets them', async () => {
  const camera = list();
  const [profile = ''] = camera.fixed;
  await camera.replace([profile, attic]);
  assert.equal(camera.list(), [...camera.fixed, attic]);
  await refuses(camera.remove([attic, profile]), 'FixedScope');
  assert.equal(camera.configurable(), [attic]);
});

scopes('are removed all or none', async () => {
  const camera = list();
  await camera.replace([attic]);
  await refuses(camera.remove([attic, cellar]), 'NoScope');
  await camera.remove([attic]);
  assert.equal(camera.configurable(), []);
});

scopes('have a limit, and are URIs', async () => {
  const camera = list();
  const many = Array.from({ length: 33 }, (_, index) => `${attic}/${index}`);
  await refuses(camera.replace(many), 'TooManyScopes');
  await camera.replace(many.slice(1));
  await refuses(camera.add([cellar]), 'TooManyScopes');
  for (const bad of ['', 'attic', 'onvif://a b', `onvif:${'x'.repeat(300)}`, 'onvif:\u0007x']) {
    await refuses(camera.replace([bad]), 'InvalidArgVal');
  }
  assert.is(camera.configurable().length, 32);
});

scopes('changed at the same time are all kept', async () => {
  const camera = list();
  await camera.replace([]);
  await Promise.all(['a', 'b', 'c'].map((name) => camera.add([`${attic}/${name}`])));
  assert.is(camera.configurable().length, 3);
});

scopes('announce each change when it is durable, and no refusal', async () => {
  const stored = new Map<string, string>();
  const camera = list(stored);
  const seen: (string | undefined)[] = [];
  camera.onChange(() => seen.push(stored.get('scopes')));
  await camera.replace([attic]);
  await camera.remove([cellar]).catch(() => undefined);
  assert.equal(seen, [JSON.stringify([attic])]);
});

scopes.run();
