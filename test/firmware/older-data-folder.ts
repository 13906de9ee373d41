import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { repositoryRoot } from '../places.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';

const folders = suite('the data folder of an older firmware');

/** As the first release left it: one realm for all devices, no section of its own for imaging, PTZ or lines. */
const left = join(repositoryRoot, 'test/firmware/storage/first-release');
const data = mkdtempSync(join(tmpdir(), 'vedette-older-'));
const [admin, viewer] = [
  ['admin', 'old-password'],
  ['viewer', 'viewer-password'],
] as const;

let camera: Camera;
folders.before(async () => {
  cpSync(left, data, { recursive: true });
  camera = await startCamera([], {}, data);
});
folders.after(async () => {
  await camera.stop();
  rmSync(data, { recursive: true, force: true });
});

async function ask(body: string, user: readonly [string, string] = admin): Promise<string> {
  const { status, text } = await soap(camera.summary.onvif, body, user);
  assert.is(status, 200, text);
  return text;
}

folders('keeps users with their passwords, for SOAP and for the digest of RTSP', async () => {
  assert.match(await ask('<tds:GetUsers/>'), /<tt:Username>viewer<\/tt:Username><tt:UserLevel>User</);
  assert.match(await ask('<tds:GetScopes/>', viewer), /onvif:\/\/www\.onvif\.org\/location\/hall/);
  for (const [name, password] of [admin, viewer]) {
    const url = (camera.summary.rtsp[0] ?? '').replace('rtsp://', `rtsp://${name}:${password}@`);
    const words = ['-v', 'error', '-rtsp_transport', 'tcp', '-show_entries', 'stream=width,height,r_frame_rate', '-of'];
    const { stdout } = await promisify(execFile)('ffprobe', [...words, 'csv=p=0', url], { timeout: 40_000 });
    assert.match(stdout, /^1280,720,30\/1$/m);
  }
});

folders('keeps the name of the device, its profiles and the settings of its encoders', async () => {
  const profiles = await ask('<tr2:GetProfiles><tr2:Type>All</tr2:Type></tr2:GetProfiles>');
  assert.match(profiles, /token="Profile3"[^>]*><tr2:Name>Night</);
  assert.match(profiles, /<tt:FrameRateLimit>30<\/tt:FrameRateLimit><tt:BitrateLimit>4000</);
  assert.match(await ask('<tds:GetEndpointReference/>'), /urn:uuid:38997395-4a6d-4da8-8145-d3fbdf920edc</);
  assert.match(await ask('<tds:GetDeviceInformation/>'), /<tds:SerialNumber>A963F5DC5308</);
});

folders('gets what is new: a configuration of the head, in the profiles of the board', async () => {
  const text = await ask('<tr2:GetProfiles><tr2:Type>All</tr2:Type></tr2:GetProfiles>');
  const ready = text.split('<tr2:Profiles ').filter((profile) => profile.includes('<tr2:PTZ '));
  assert.equal(
    ready.map((profile) => /token="(\w+)"/.exec(profile)?.[1]),
    ['Profile1', 'Profile2'],
  );
});

folders.run();
