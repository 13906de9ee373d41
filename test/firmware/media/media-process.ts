import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeFromMedia, type FromMedia } from '../../../firmware/link/channel.ts';
import { MediaProcess } from '../../../firmware/media/media-process.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { until } from '../../board/until.ts';
import { mediaState, subEncoder } from '../../hal/running-engine.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const media = suite('media process');
const told: FromMedia[] = [];
let running: MediaProcess;

media.before(async () => {
  running = new MediaProcess({
    board: virtual,
    log: pino({ level: 'silent' }),
    tell: (message) => told.push(message),
    relayPath: join(temporaryFolder(), 'relay'),
  });
  const rtsp = { addresses: ['127.0.0.1'], port: 0, pacing: 0, tls: undefined };
  const desired = { media: mediaState([subEncoder]), paths: [], multicast: [], realm: 'Test', users: [], rtsp };
  running.take({ kind: 'desired', desired });
  await until(() => told.some(({ kind }) => kind === 'ready'));
});

media.after(() => running.stop());

async function answer(request: number): Promise<FromMedia | undefined> {
  const found = (): FromMedia | undefined => told.find((one) => 'request' in one && one.request === request);
  await until(() => found() !== undefined);
  return decodeFromMedia(found());
}

media('answers with the brightness of a source, in a message that the other side takes', async () => {
  running.take({ kind: 'luma', request: 7, source: 'VideoSource1' });
  const told = await answer(7);
  assert.is(told?.kind, 'luma');
  assert.ok(told?.kind === 'luma' && told.luma > 0.1 && told.luma < 0.9, JSON.stringify(told));
});

media('answers with the picture of an encoder', async () => {
  running.take({ kind: 'snapshot', request: 8, encoder: subEncoder.id });
  const told = await answer(8);
  assert.ok(told?.kind === 'picture' && told.picture[0] === 0xff && told.picture[1] === 0xd8);
});

media('says why there is no answer', async () => {
  running.take({ kind: 'luma', request: 9, source: 'VideoSource9' });
  running.take({ kind: 'snapshot', request: 10, encoder: 'VideoEncoder9' });
  const common = { kind: 'no-picture', error: 'gone' };
  assert.equal(await answer(9), { ...common, request: 9, reason: 'no video source VideoSource9' });
  assert.equal(await answer(10), { ...common, request: 10, reason: 'no encoder VideoEncoder9' });
});

media.run();
