// time limit: 120 s
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../until.ts';
import { mediaPidOf } from './media-process-of.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';
import { decodes } from './stream-players.ts';

const camera = suite('death of the media process');
const getTime = '<tds:GetSystemDateAndTime/>';
let one: Camera;

camera.before(async () => {
  one = await startCamera([]);
});

camera.after(async () => {
  await one.stop();
});

for (const [how, signal] of [
  ['is killed', 'SIGKILL'],
  ['hangs', 'SIGSTOP'],
] as const) {
  camera(`answers SOAP throughout and plays again when the media process ${how}`, async () => {
    const media = mediaPidOf(one.summary.pid) ?? 0;
    const player = decodes(one, 100_000).catch(() => undefined);
    await decodes(one, 5);
    const unanswered: number[] = [];
    let over = false;
    const asking = (async () => {
      for (; !over; await sleep(10)) {
        const { status } = await soap(one.summary.onvif, getTime);
        if (status !== 200) unanswered.push(status);
      }
    })();
    process.kill(media, signal);
    const killed = Date.now();
    await until(() => ![undefined, media].includes(mediaPidOf(one.summary.pid)), 'a new media process');
    await until(() => decodes(one, 1).then(() => true), 'a new PLAY');
    const took = Date.now() - killed;
    process.stdout.write(`\nplays again ${took} ms after the media process ${how} (first frame at ffmpeg)\n`);
    over = true;
    await asking;
    assert.equal(unanswered, []);
    await player;
  });
}

camera.run();
