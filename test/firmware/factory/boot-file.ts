import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { moveBootFile } from '../../../firmware/factory/boot-file.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const boot = suite('presets on the boot partition');

interface Places {
  readonly boot: string;
  readonly data: string;
  readonly wireless: string;
}

/** An image with this file on its boot partition. */
function image(text: string): Places {
  const folder = temporaryFolder();
  const places = {
    boot: join(folder, 'boot'),
    data: join(folder, 'data'),
    wireless: join(folder, 'etc', 'wlan0.conf'),
  };
  for (const path of [places.boot, places.data]) mkdirSync(path);
  writeFileSync(join(places.boot, 'vedette.yaml'), text);
  return places;
}

boot('go to the camera, the wireless network to the system, and the file is gone', async () => {
  const places = image('serial: "A1"\nwifi: { country: DE, ssid: a, password: 12345678x }\n');
  assert.equal(await moveBootFile(places), []);
  assert.equal(JSON.parse(readFileSync(join(places.data, 'vedette.yaml'), 'utf8')), { serial: 'A1' });
  assert.match(readFileSync(places.wireless, 'utf8'), 'psk="12345678x"');
  for (const path of [places.wireless, join(places.data, 'vedette.yaml')])
    assert.is(statSync(path).mode & 0o777, 0o600, path);
  assert.not.ok(existsSync(join(places.boot, 'vedette.yaml')));
});

boot('with a mistake stay, move nothing, and have the mistake beside them until it is mended', async () => {
  const places = image('hostname: "?"\nwifi: { country: DE, ssid: a, password: 12345678x }\n');
  const told = join(places.boot, 'vedette-mistakes.txt');
  assert.is((await moveBootFile(places)).length, 1);
  assert.match(readFileSync(told, 'utf8'), 'line 1: hostname');
  assert.not.match(readFileSync(told, 'utf8'), '12345678x');
  assert.not.ok(existsSync(places.wireless));
  assert.not.ok(existsSync(join(places.data, 'vedette.yaml')));
  writeFileSync(join(places.boot, 'vedette.yaml'), 'hostname: camera\n');
  assert.equal(await moveBootFile(places), []);
  assert.not.ok(existsSync(told));
});

boot('of nothing but the wireless network leave no file for the camera', async () => {
  const places = image('wifi: { country: DE, ssid: a }\n');
  assert.equal(await moveBootFile(places), []);
  assert.not.ok(existsSync(join(places.data, 'vedette.yaml')));
});

boot('stay where the camera has no folder: nothing is erased that has not arrived', async () => {
  const places = image('serial: "A1"\n');
  const elsewhere = { ...places, data: join(places.data, 'none') };
  assert.match(await moveBootFile(elsewhere).then(() => '', String), 'ENOENT');
  assert.is(readFileSync(join(places.boot, 'vedette.yaml'), 'utf8'), 'serial: "A1"\n');
});

boot.run();
