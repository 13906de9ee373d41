// time limit: 300 s
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../../until.ts';
import { type Camera, cameraProgram, startCamera } from '../running-camera.ts';
import { soap } from '../soap-client.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const camera = suite('camera');
const run = promisify(execFile);

function withCredentials(one: Camera, index = 0): string {
  const url = new URL(one.summary.rtsp[index] ?? '');
  url.username = one.admin;
  url.password = one.password;
  return url.href;
}

interface Probe {
  readonly width: number;
  readonly height: number;
  readonly rate: string;
}

/** What ffprobe sees of the first stream: its size and the rate at which frames come. */
async function probe(one: Camera): Promise<Probe> {
  const words = [
    '-v',
    'error',
    '-rtsp_transport',
    'tcp',
    '-show_entries',
    'stream=width,height,avg_frame_rate',
    '-of',
    'json',
    withCredentials(one),
  ];
  const { stdout } = await run('ffprobe', words, { timeout: 30_000 });
  const { streams } = JSON.parse(stdout) as { streams: { width: number; height: number; avg_frame_rate: string }[] };
  const [{ width = 0, height = 0, avg_frame_rate = '' } = {}] = streams;
  return { width, height, rate: avg_frame_rate };
}

/** Reads frames until `count` were decoded; rejects when they do not come. */
async function decodes(one: Camera, count: number): Promise<void> {
  const words = [
    '-v',
    'error',
    '-rtsp_transport',
    'tcp',
    '-i',
    withCredentials(one),
    '-frames:v',
    `${count}`,
    '-f',
    'null',
    '-',
  ];
  await run('ffmpeg', words, { timeout: 30_000 });
}

/** Pid of the media process that belongs to a control process. */
function mediaPidOf(pid: number): number | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    return children.length === 0 ? undefined : Number(children[0]);
  } catch {
    return undefined;
  }
}

const getTime = '<tds:GetSystemDateAndTime/>';

camera('prints one line of JSON and ends clean on SIGTERM', async () => {
  const one = await startCamera([]);
  assert.equal(Object.keys(one.summary).sort(), ['admin', 'mediaPid', 'onvif', 'pid', 'rtsp', 'snapshot']);
  assert.is(one.summary.rtsp.length, 2);
  assert.is(await one.stop(), 0);
  assert.is(one.output().trim().split('\n').length, 1);
});

camera('changes the running stream, and keeps the change over a restart', async () => {
  const data = temporaryFolder();
  const first = await startCamera([], {}, data);
  const change = `<tr2:SetVideoEncoderConfiguration><tr2:Configuration token="VideoEncoder1" GovLength="20" Profile="Main">
    <tt:Name>main</tt:Name><tt:UseCount>0</tt:UseCount><tt:Encoding>H264</tt:Encoding>
    <tt:Resolution><tt:Width>800</tt:Width><tt:Height>448</tt:Height></tt:Resolution>
    <tt:RateControl><tt:FrameRateLimit>10</tt:FrameRateLimit><tt:BitrateLimit>700</tt:BitrateLimit></tt:RateControl>
    <tt:Quality>50</tt:Quality></tr2:Configuration></tr2:SetVideoEncoderConfiguration>`;
  const reply = await soap(first.summary.onvif, change, [first.admin, first.password]);
  assert.is(reply.status, 200, reply.text);
  assert.equal(await probe(first), { width: 800, height: 448, rate: '10/1' });
  await first.stop();
  const second = await startCamera([], {}, data);
  try {
    assert.equal(await probe(second), { width: 800, height: 448, rate: '10/1' });
    const read = await soap(second.summary.onvif, '<trt:GetVideoEncoderConfigurations/>', [
      second.admin,
      second.password,
    ]);
    assert.match(read.text, '<tt:BitrateLimit>700</tt:BitrateLimit>');
    assert.match(read.text, '<tt:GovLength>20</tt:GovLength>');
  } finally {
    await second.stop();
  }
});

for (const [how, signal] of [
  ['is killed', 'SIGKILL'],
  ['hangs', 'SIGSTOP'],
] as const) {
  camera(`answers SOAP throughout and plays again when the media process ${how}`, async () => {
    const one = await startCamera([]);
    try {
      const player = decodes(one, 100_000).catch(() => undefined);
      await decodes(one, 5);
      const unanswered: number[] = [];
      let over = false;
      const asking = (async () => {
        while (!over) {
          const { status } = await soap(one.summary.onvif, getTime);
          if (status !== 200) unanswered.push(status);
        }
      })();
      process.kill(one.summary.mediaPid, signal);
      const killed = Date.now();
      await until(async () => {
        const pid = mediaPidOf(one.summary.pid);
        return pid !== undefined && pid !== one.summary.mediaPid;
      }, 'a new media process');
      await until(async () => decodes(one, 1).then(() => true), 'a new PLAY');
      process.stdout.write(
        `\nplays again ${Date.now() - killed} ms after the media process ${how} (first frame at ffmpeg)\n`,
      );
      over = true;
      await asking;
      assert.equal(unanswered, []);
      await player;
    } finally {
      await one.stop();
    }
  });
}

camera('in setup state answers who it is, refuses the rest, and takes its first administrator', async () => {
  const one = await startCamera([], { VEDETTE_ADMIN: '', VEDETTE_ADMIN_PASSWORD: '' });
  try {
    const ask = async (message: string): Promise<number> => (await soap(one.summary.onvif, message)).status;
    assert.is(await ask('<tds:GetDeviceInformation/>'), 200);
    assert.is(await ask(getTime), 200);
    assert.is(await ask('<tds:GetUsers/>'), 401);
    await run('ffprobe', ['-v', 'error', one.summary.rtsp[0] ?? ''], { timeout: 20_000 }).then(
      () => assert.unreachable('RTSP plays in setup state'),
      (error: { stderr: string }) => assert.match(error.stderr, '401'),
    );
    const user = `<tt:Username>${one.admin}</tt:Username><tt:Password>${one.password}</tt:Password>`;
    assert.is(
      await ask(`<tds:CreateUsers><tds:User>${user}<tt:UserLevel>User</tt:UserLevel></tds:User></tds:CreateUsers>`),
      400,
    );
    assert.is(
      await ask(
        `<tds:CreateUsers><tds:User>${user}<tt:UserLevel>Administrator</tt:UserLevel></tds:User></tds:CreateUsers>`,
      ),
      200,
    );
    assert.is(await ask('<tds:GetDeviceInformation/>'), 401);
    await decodes(one, 1);
  } finally {
    await one.stop();
  }
});

camera('runs beside another one, and refuses settings and ports that are in use', async () => {
  const data = temporaryFolder();
  const one = await startCamera([], {}, data);
  const two = await startCamera([]);
  try {
    await Promise.all([decodes(one, 5), decodes(two, 5)]);
    const { port } = new URL(one.summary.onvif);
    const rtspPort = new URL(one.summary.rtsp[0] ?? '').port;
    const base = ['--address', '127.0.0.1', '--json'];
    const attempts: readonly (readonly [RegExp, string[]])[] = [
      [/another --data folder/, ['--data', data, '--http-port', '0', '--rtsp-port', '0']],
      [/--http-port/, ['--data', temporaryFolder(), '--http-port', port, '--rtsp-port', '0']],
      [/--rtsp-port/, ['--data', temporaryFolder(), '--http-port', '0', '--rtsp-port', rtspPort]],
    ];
    for (const [message, words] of attempts) {
      const child = spawn(process.execPath, [cameraProgram, ...base, ...words], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let told = '';
      child.stderr.on('data', (chunk: Buffer) => {
        told += chunk.toString();
      });
      const [code] = (await once(child, 'exit')) as [number];
      assert.is(code, 1);
      assert.match(told, message);
    }
  } finally {
    await Promise.all([one.stop(), two.stop()]);
  }
});

camera('comes back by itself after SystemReboot, under the same pid', async () => {
  const one = await startCamera([]);
  try {
    const { status } = await soap(one.summary.onvif, '<tds:SystemReboot/>', [one.admin, one.password]);
    assert.is(status, 200);
    await until(async () => mediaPidOf(one.summary.pid) !== one.summary.mediaPid, 'the end of the first life');
    await until(async () => (await soap(one.summary.onvif, getTime)).status === 200, 'the second life');
    assert.is(one.exitCode(), null);
  } finally {
    await one.stop();
  }
});

camera.run();
