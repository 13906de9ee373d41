// time limit: 60 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RtspClient } from '../../services/rtsp/rtsp-client.ts';
import { fullPipe } from '../full-pipe.ts';
import { type Camera, startCamera } from '../running-camera.ts';
import { soap } from '../soap-client.ts';

const log = suite('log');

async function play(one: Camera): Promise<RtspClient> {
  const uri = one.summary.rtsp[0] ?? '';
  const client = await RtspClient.open(Number(new URL(uri).port), { name: one.admin, password: one.password });
  await client.playInterleaved(uri);
  return client;
}

/** Each session is a line of the log when it begins and when it ends, and so is much of a trace. A slow machine takes longer for its rounds. */
async function makeNoise(one: Camera, until: number): Promise<number> {
  let rounds = 0;
  for (; rounds < 5 || performance.now() < until; rounds += 1) {
    const client = await play(one);
    client.close();
    const { status } = await soap(one.summary.onvif, '<tds:GetSystemDateAndTime/>');
    assert.is(status, 200);
  }
  return rounds;
}

log('is read by nobody for 4 s: the camera plays and answers, and the log goes on after that', async () => {
  const pipe = fullPipe();
  const one = await startCamera([], { VEDETTE_LOG: 'trace' }, undefined, pipe.descriptor);
  try {
    const watcher = await play(one);
    const until = performance.now() + 4_000;
    const noise = Promise.all([makeNoise(one, until), makeNoise(one, until)]);
    for (let second = 1; second <= 4; second += 1) {
      const before = watcher.packets.length;
      await new Promise((resolve) => setTimeout(resolve, 1000));
      assert.ok(watcher.packets.length > before, `nothing came in second ${second}`);
    }
    const rounds = (await noise).reduce((sum, count) => sum + count, 0);
    assert.ok(rounds >= 10, `${rounds} rounds`);
    watcher.close();
    let text = pipe.read();
    await new Promise((resolve) => setTimeout(resolve, 500));
    text += pipe.read();
    const lines = text.split('\n').filter((line) => line !== '');
    for (const line of lines) assert.type((JSON.parse(line) as { readonly level: unknown }).level, 'number');
    assert.ok(
      lines.some((line) => line.includes('"name":"media"')),
      'nothing of the media process',
    );
    assert.is(await one.stop(), 0);
  } finally {
    await one.stop();
    pipe.close();
  }
});

log.run();
