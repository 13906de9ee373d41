// time limit: 120 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../until.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';
import { temporaryFolder } from './temporary-folder.ts';

const room = suite('imaging of a running camera');
const data = temporaryFolder();

/** Address of the imaging service, which clients that ignore XAddr know by heart. */
function place(camera: Camera): string {
  return camera.summary.onvif.replace('device_service', 'imaging');
}

async function ask(camera: Camera, message: string): Promise<string> {
  const { status, text } = await soap(place(camera), message, [camera.admin, camera.password]);
  assert.is(status, 200, text);
  return text;
}

const source = '<timg:VideoSourceToken>VideoSource1</timg:VideoSourceToken>';

function brightness(camera: Camera): Promise<string> {
  return ask(camera, `<timg:GetImagingSettings>${source}</timg:GetImagingSettings>`).then(
    (text) => /<tt:Brightness>([^<]*)</.exec(text)?.[1] ?? '',
  );
}

async function set(camera: Camera, settings: string, keep = ''): Promise<void> {
  const body = `${source}<timg:ImagingSettings>${settings}</timg:ImagingSettings>${keep}`;
  await ask(camera, `<timg:SetImagingSettings>${body}</timg:SetImagingSettings>`);
}

room(
  'answers at once after the start, takes unknown elements in any order, and keeps settings over kill -9',
  async () => {
    const first = await startCamera([], {}, data);
    assert.is(await brightness(first), '50');
    // ZoneMinder sends all that it knows, in its own order.
    await set(first, '<tt:Contrast>40</tt:Contrast><tt:Saturation>3</tt:Saturation><tt:Brightness>60</tt:Brightness>');
    // Others leave the members in the namespace of the service.
    await set(first, '<timg:Sharpness>45</timg:Sharpness>');
    await set(first, '<tt:IrCutFilter>OFF</tt:IrCutFilter>');
    process.kill(first.summary.pid, 'SIGKILL');
    await until(() => first.exitCode() !== null || !alive(first.summary.pid));
    const second = await startCamera([], {}, data);
    try {
      assert.is(await brightness(second), '60');
      const text = await ask(second, `<timg:GetImagingSettings>${source}</timg:GetImagingSettings>`);
      assert.match(text, /<tt:Contrast>40<.*<tt:IrCutFilter>OFF<.*<tt:Sharpness>45</s);
    } finally {
      await second.stop();
    }
  },
);

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

room.run();
