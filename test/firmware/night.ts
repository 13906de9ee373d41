// time limit: 120 s
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dayNightSetting } from '../../firmware/control/day-night-settings.ts';
import { openDataFolder } from '../../firmware/storage/data-folder.ts';
import { openSettings } from '../../firmware/storage/settings-store.ts';
import { filter } from '../hal/access-units.ts';
import { authorization, challenged } from '../services/auth/digest-client.ts';
import { until } from '../until.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { temporaryFolder } from './temporary-folder.ts';

const room = suite('night around a camera');
const responseTime = 5;
const data = temporaryFolder();
const lightFile = join(data, 'light');
const logFile = join(data, 'log');

interface LogLine {
  readonly time: number;
  readonly phase?: string;
}

/** When the log told that it is day or night, in order. */
function phases(): readonly LogLine[] {
  const lines = readFileSync(logFile, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as LogLine).filter(({ phase }) => phase !== undefined);
}

interface Look {
  /** 0..255 */
  readonly luma: number;
  /** Mean distance of the colours from grey. */
  readonly colour: number;
}

/** Fetches the snapshot of the second profile with digest authentication. */
async function snapshot({ summary, admin, password }: Camera): Promise<Buffer> {
  const url = new URL(summary.snapshot[1] ?? '');
  const challenge = (await fetch(url)).headers.get('www-authenticate') ?? '';
  const [realm, nonce] = [challenged(challenge, 'realm'), challenged(challenge, 'nonce')];
  const login = { username: admin, password, realm, nonce, uri: url.pathname + url.search, nc: '00000001' };
  const reply = await fetch(url, { headers: { authorization: authorization(login) } });
  assert.is(reply.status, 200);
  return Buffer.from(await reply.arrayBuffer());
}

/** The snapshot without the strips at its edges that are drawn over everything. */
async function look(camera: Camera): Promise<Look> {
  const picture = await snapshot(camera);
  const raw = ['-vf', 'crop=iw:ih/2:0:ih/4', '-f', 'rawvideo', '-pix_fmt', 'yuv444p'];
  const bytes = await filter('ffmpeg', ['-v', 'error', '-f', 'mjpeg', '-i', 'pipe:0', ...raw, 'pipe:1'], picture);
  const mean = (values: Buffer, of: (value: number) => number): number =>
    values.reduce((sum, value) => sum + of(value), 0) / values.length;
  const luma = bytes.subarray(0, bytes.length / 3);
  const colours = bytes.subarray(bytes.length / 3);
  return { luma: mean(luma, (value) => value), colour: mean(colours, (value) => Math.abs(value - 128)) };
}

async function store(): Promise<void> {
  const folder = await openDataFolder(data);
  const settings = openSettings(folder, pino({ level: 'silent' }));
  const adjustments = [{ boundaryType: 'Common', boundaryOffset: 0, responseTime }] as const;
  await settings.open(dayNightSetting).change(() => ({ mode: 'AUTO', adjustments, levels: {} }));
  await folder.release();
}

/** Looks until the picture is as it should be; fails after 10 s. */
async function looks(camera: Camera, as: (seen: Look) => boolean): Promise<void> {
  const end = Date.now() + 10_000;
  for (let seen = await look(camera); !as(seen); seen = await look(camera)) {
    assert.ok(Date.now() < end, `${as}: ${JSON.stringify(seen)}`);
    await wait(200);
  }
}

const bright = ({ luma }: Look): boolean => luma > 90;
const coloured = ({ colour }: Look): boolean => colour > 5;

room('lights the scene with its infrared lamp, through the open filter, until it is day again', async () => {
  await store();
  writeFileSync(lightFile, '500');
  const descriptor = openSync(logFile, 'w');
  const camera = await startCamera([], { VEDETTE_LIGHT: lightFile }, data, descriptor);
  const told = async (name: string, count: number): Promise<LogLine | undefined> => {
    await until(() => phases().length >= count, name);
    return phases()[count - 1];
  };
  try {
    assert.is((await told('day', 1))?.phase, 'day');
    await looks(camera, (seen) => bright(seen) && coloured(seen));
    const dusk = Date.now();
    writeFileSync(lightFile, '0.5');
    const night = await told('night', 2);
    assert.is(night?.phase, 'night');
    assert.ok((night?.time ?? 0) >= dusk + responseTime * 1000, 'not before the response time is over');
    await looks(camera, (seen) => bright(seen) && !coloured(seen));
    // Nothing but the lamp is left.
    writeFileSync(lightFile, '0');
    await wait(3000);
    await looks(camera, (seen) => bright(seen) && !coloured(seen));
    const dawn = Date.now();
    writeFileSync(lightFile, '500');
    const day = await told('day again', 3);
    assert.is(day?.phase, 'day');
    assert.ok((day?.time ?? 0) >= dawn + responseTime * 1000, 'not before the response time is over');
    await looks(camera, (seen) => bright(seen) && coloured(seen));
  } finally {
    await camera.stop();
    closeSync(descriptor);
  }
});

room.run();
