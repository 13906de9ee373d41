// time limit: 180 s
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { filter } from '../hal/access-units.ts';
import { authorization, challenged } from '../services/auth/digest-client.ts';
import { until } from '../until.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';
import { temporaryFolder } from './temporary-folder.ts';

const room = suite('pictures of a camera with other imaging settings');
const folder = temporaryFolder();
const lightFile = join(folder, 'light');
const width = 640;
const height = 360;

let camera: Camera;

room.before(async () => {
  writeFileSync(lightFile, '500');
  camera = await startCamera([], { VEDETTE_LIGHT: lightFile });
});

room.after(async () => {
  await camera.stop();
});

interface Look {
  readonly luma: number;
  /** Luma of the darkest fifth. */
  readonly shadows: number;
  readonly variance: number;
  readonly colour: number;
  readonly red: number;
  readonly blue: number;
  readonly edges: number;
}

async function jpeg(): Promise<Buffer> {
  const url = new URL(camera.summary.snapshot[1] ?? '');
  const challenge = (await fetch(url)).headers.get('www-authenticate') ?? '';
  const [realm, nonce] = [challenged(challenge, 'realm'), challenged(challenge, 'nonce')];
  const { admin: username, password } = camera;
  const login = { username, password, realm, nonce, uri: url.pathname + url.search, nc: '00000001' };
  const reply = await fetch(url, { headers: { authorization: authorization(login) } });
  assert.is(reply.status, 200);
  return Buffer.from(await reply.arrayBuffer());
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Measures the middle of a decoded picture, without what is drawn over it. */
async function look(): Promise<Look> {
  const raw = ['-vf', `scale=${width}:${height},crop=iw:ih/2:0:ih/4`, '-f', 'rawvideo', '-pix_fmt', 'yuv444p'];
  const bytes = await filter('ffmpeg', ['-v', 'error', '-f', 'mjpeg', '-i', 'pipe:0', ...raw, 'pipe:1'], await jpeg());
  const size = bytes.length / 3;
  const luma = [...bytes.subarray(0, size)];
  const average = mean(luma);
  const [blue, red] = [mean([...bytes.subarray(size, 2 * size)]), mean([...bytes.subarray(2 * size)])];
  const sorted = [...luma].sort((a, b) => a - b);
  return {
    luma: average,
    shadows: mean(sorted.slice(0, sorted.length / 5)),
    variance: mean(luma.map((value) => (value - average) ** 2)),
    colour: mean([...bytes.subarray(size)].map((value) => Math.abs(value - 128))),
    red,
    blue,
    edges: mean(luma.slice(1).map((value, at) => (value - (luma[at] ?? 0)) ** 2)),
  };
}

async function call(message: string): Promise<void> {
  const place = camera.summary.onvif.replace('device_service', 'imaging');
  const { status, text } = await soap(place, message, [camera.admin, camera.password]);
  assert.is(status, 200, text);
}

const source = '<timg:VideoSourceToken>VideoSource1</timg:VideoSourceToken>';

async function set(settings: string): Promise<void> {
  const body = `${source}<timg:ImagingSettings>${settings}</timg:ImagingSettings>`;
  await call(`<timg:SetImagingSettings>${body}</timg:SetImagingSettings>`);
}

const neutral =
  '<tt:Brightness>50</tt:Brightness><tt:ColorSaturation>50</tt:ColorSaturation><tt:Contrast>50</tt:Contrast>' +
  '<tt:Exposure><tt:Mode>AUTO</tt:Mode></tt:Exposure><tt:Sharpness>50</tt:Sharpness>' +
  '<tt:WideDynamicRange><tt:Mode>OFF</tt:Mode></tt:WideDynamicRange><tt:WhiteBalance><tt:Mode>AUTO</tt:Mode></tt:WhiteBalance>' +
  '<tt:Focus><tt:AutoFocusMode>AUTO</tt:AutoFocusMode></tt:Focus>' +
  defogging('OFF');

function defogging(mode: string): string {
  const level = mode === 'ON' ? '<tt:Level>1</tt:Level>' : '';
  return `<tt:Extension><tt:Extension><tt:Extension><tt:Defogging><tt:Mode>${mode}</tt:Mode>${level}</tt:Defogging></tt:Extension></tt:Extension></tt:Extension>`;
}

const manual = (more: string): string => `<tt:Exposure><tt:Mode>MANUAL</tt:Mode>${more}</tt:Exposure>`;
const balance = (gain: string): string =>
  `<tt:WhiteBalance><tt:Mode>MANUAL</tt:Mode><tt:${gain}>150</tt:${gain}></tt:WhiteBalance>`;

type Row = readonly [name: string, settings: string, differs: (before: Look, after: Look) => boolean];

const rows: readonly Row[] = [
  ['Brightness makes it brighter', '<tt:Brightness>70</tt:Brightness>', (a, b) => b.luma > a.luma + 20],
  ['ColorSaturation 0 makes it grey', '<tt:ColorSaturation>0</tt:ColorSaturation>', (_, b) => b.colour < 1],
  ['Contrast spreads it', '<tt:Contrast>75</tt:Contrast>', (a, b) => b.variance > a.variance * 1.4],
  ['Sharpness raises its edges', '<tt:Sharpness>100</tt:Sharpness>', (a, b) => b.edges > a.edges * 1.1],
  [
    'ExposureTime makes it brighter',
    manual('<tt:ExposureTime>30000</tt:ExposureTime>'),
    (a, b) => b.luma > a.luma + 20,
  ],
  [
    'Iris makes it darker',
    manual('<tt:ExposureTime>10000</tt:ExposureTime><tt:Iris>18</tt:Iris>'),
    (a, b) => b.luma < a.luma * 0.7,
  ],
  [
    'WideDynamicRange lifts its shadows more than the rest',
    '<tt:WideDynamicRange><tt:Mode>ON</tt:Mode><tt:Level>100</tt:Level></tt:WideDynamicRange>',
    (a, b) => b.shadows - a.shadows > b.luma - a.luma + 3 && b.shadows > a.shadows + 20,
  ],
  ['CrGain makes it red', balance('CrGain'), (a, b) => b.red > a.red + 10],
  ['CbGain makes it blue', balance('CbGain'), (a, b) => b.blue > a.blue + 10],
  ['Defogging spreads it', defogging('ON'), (a, b) => b.variance > a.variance * 1.3],
];

for (const [name, settings, differs] of rows)
  room(`${name}, as the decoded picture shows`, async () => {
    await set(neutral);
    let before = await look();
    // The camera starts with the first picture, and its exposure settles.
    await until(async () => {
      const last = before;
      before = await look();
      return Math.abs(before.luma - last.luma) < 1;
    });
    await set(settings);
    let after = before;
    await until(async () => {
      after = await look();
      return differs(before, after);
    }, name).catch((error: unknown) => {
      throw new Error(`${JSON.stringify(before)} → ${JSON.stringify(after)}`, { cause: error });
    });
  });

room('a focus that moved away makes it blurred', async () => {
  await set(neutral);
  const before = await look();
  const focus = '<tt:Focus><tt:Absolute><tt:Position>0</tt:Position></tt:Absolute></tt:Focus>';
  await call(`<timg:Move>${source}${focus}</timg:Move>`);
  await until(async () => (await look()).edges < before.edges / 2);
});

room('a media process that died shows them again', async () => {
  await set(neutral);
  await until(async () => (await look()).luma < 160);
  await set('<tt:Brightness>80</tt:Brightness>');
  await until(async () => (await look()).luma > 180);
  process.kill(camera.summary.mediaPid, 'SIGKILL');
  await until(async () => (await look()).luma > 180);
  await set(neutral);
  await until(async () => (await look()).luma < 160);
});

const tev = 'xmlns:tev="http://www.onvif.org/ver10/events/wsdl"';

async function post(url: string, message: string): Promise<string> {
  const { status, text } = await soap(url, message, [camera.admin, camera.password]);
  assert.is(status, 200, text);
  return text;
}

room('a camera that is covered tells ImageTooDark, and that it is free again', async () => {
  await set(neutral);
  const service = camera.summary.onvif.replace('device_service', 'event_service');
  const created = await post(service, `<tev:CreatePullPointSubscription ${tev}/>`);
  const address = />(http[^<]*\/onvif\/event_service\/[^<]*)</.exec(created)?.[1] ?? '';
  const tells = async (state: boolean): Promise<void> => {
    const wanted = new RegExp(
      `ImageTooDark/ImagingService(?:(?!<wsnt:NotificationMessage>)[^])*Changed[^]*"State" Value="${state}"`,
    );
    await until(async () => {
      // The pictures keep the camera running: nobody else looks.
      await jpeg();
      const limits = '<tev:Timeout>PT1S</tev:Timeout><tev:MessageLimit>50</tev:MessageLimit>';
      const text = await post(address, `<tev:PullMessages ${tev}>${limits}</tev:PullMessages>`);
      return text.split('<wsnt:NotificationMessage>').some((part) => wanted.test(part));
    }, `too dark: ${state}`);
  };
  writeFileSync(lightFile, '0');
  // Without its lamp the camera sees nothing.
  await set('<tt:IrCutFilter>ON</tt:IrCutFilter>');
  await tells(true);
  writeFileSync(lightFile, '500');
  await tells(false);
});

room.run();
