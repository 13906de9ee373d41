import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { boards } from '../../../../../hal/boards/catalogue.ts';
import type { VideoCodec, VideoEncoderCapabilities } from '../../../../../hal/ports/media-engine.ts';
import { defaultEntities } from '../../../../../services/entities/defaults.ts';
import type { VideoEncoderEntity } from '../../../../../services/entities/kinds/video-encoder/change.ts';
import {
  fitVideoEncoder,
  offerEncoders,
  offeredInstances,
} from '../../../../../services/entities/kinds/video-encoder/fit.ts';
import type { MediaEntities } from '../../../../../services/entities/kinds.ts';
import { deviceId, full } from '../../boards.ts';
import { type MediaUnderTest, mediaUnderTest, toldBy } from '../../media-under-test.ts';

const offer = suite('offered encoders');

const without = (...codecs: readonly VideoCodec[]): readonly VideoEncoderCapabilities[] =>
  full.encoders.filter(({ codec }) => !codecs.includes(codec));
const [h264] = full.encoders;
if (h264 === undefined) throw new Error('no H.264');

interface UnderTest extends MediaUnderTest {
  /** Offers what works; resolves with the lines of the log. */
  readonly works: (working: readonly VideoEncoderCapabilities[]) => Promise<readonly Record<string, unknown>[]>;
  /** Changes the settings of encoders as a client could, by their place. */
  readonly set: (...changes: readonly Partial<VideoEncoderEntity>[]) => Promise<MediaEntities>;
  /** How often listeners were told. */
  readonly heard: () => number;
}

function underTest(media: MediaUnderTest = mediaUnderTest()): UnderTest {
  const { store, published } = media;
  let heard = 0;
  store.onChange(() => {
    heard += 1;
  });
  return {
    ...media,
    works: async (working) => {
      const lines: string[] = [];
      await offerEncoders(store, working, pino({ base: null }, { write: (line: string) => void lines.push(line) }));
      return lines.map((line) => JSON.parse(line));
    },
    set: async (...changes) => {
      const VideoEncoder = store.entities.VideoEncoder.map((one, index) => ({ ...one, ...changes[index] }));
      await store.change((present) => ({ next: { ...present, VideoEncoder }, changes: [] }));
      published.splice(0);
      heard = 0;
      return store.entities;
    },
    heard: () => heard,
  };
}

const warning = 40;
const error = 50;

offer('a configuration whose codec does not work goes to H.264, is stored, told and logged once', async () => {
  const { store, works, set, heard, published, restarted } = underTest();
  const { VideoEncoder: before } = await set({ codec: 'H265', profile: 'Main10', bitrate: 8000 });
  const lines = await works(without('H265'));
  const [first, ...rest] = store.entities.VideoEncoder;
  assert.equal(first, { ...before[0], codec: 'H264', profile: 'Main' });
  assert.equal(rest, before.slice(1));
  assert.equal([heard(), toldBy(published)], [1, ['ConfigurationChanged VideoEncoder1 VideoEncoder']]);
  assert.equal(
    lines.map(({ level, token, from, to }) => [level, token, from, to]),
    [[warning, 'VideoEncoder1', { codec: 'H265', profile: 'Main10' }, { codec: 'H264', profile: 'Main' }]],
  );
  const { store: next } = restarted();
  assert.equal(next.entities, store.entities);
  assert.equal(next.offered, full.encoders);
});

offer('values that do not work are brought into range, and only in what is offered now', async () => {
  const { store, works, set, published } = underTest();
  const { VideoEncoder: before } = await set({}, { bitrate: 700 });
  const able = { ...h264, bitrate: { min: 64, max: 1000 }, resolutions: h264.resolutions.slice(0, 2) };
  const lines = await works([able]);
  assert.equal(store.entities.VideoEncoder, [
    { ...before[0], bitrate: 1000, width: 640, height: 360 },
    ...before.slice(1),
  ]);
  assert.equal(toldBy(published), ['ConfigurationChanged VideoEncoder1 VideoEncoder']);
  assert.equal([lines.length, lines[0]?.to], [1, { codec: 'H264', bitrate: 1000, width: 640, height: 360 }]);
});

offer('several configurations that change are stored together and told one by one', async () => {
  const { store, works, set, heard, published } = underTest();
  await set({ codec: 'H265' }, {}, { codec: 'MPV4-ES', profile: 'Simple' });
  const lines = await works(without('H265', 'MPV4-ES'));
  assert.equal(
    store.entities.VideoEncoder.map(({ codec }) => codec),
    ['H264', 'H264', 'H264'],
  );
  const told = ['VideoEncoder1', 'VideoEncoder3'];
  assert.is(heard(), 1);
  assert.equal(
    lines.map(({ token }) => token),
    told,
  );
  assert.equal(
    toldBy(published),
    told.map((token) => `ConfigurationChanged ${token} VideoEncoder`),
  );
});

offer('where nothing has to change, nothing is written, told or logged', async () => {
  const { works, heard, published, stored } = underTest();
  for (const working of [full.encoders, without('H265'), full.encoders]) assert.equal(await works(working), []);
  assert.equal([heard(), published, stored.size], [0, [], 0]);
});

offer('where nothing works, all stays as it is, and the log has an error', async () => {
  const { store, works, set, heard, published } = underTest();
  const before = await set({ codec: 'H265' });
  const lines = await works([]);
  assert.equal(
    lines.map(({ level, board }) => [level, board]),
    [[error, 'full']],
  );
  assert.is(store.entities, before);
  assert.equal([heard(), published, store.offered], [0, [], full.encoders]);
});

offer('what the media process garbles changes nothing', async () => {
  const { store, works, stored } = underTest();
  await works([{ codec: 'H264' } as VideoEncoderCapabilities]).then(
    () => assert.unreachable(),
    (reason) => assert.instance(reason, TypeError),
  );
  assert.equal([store.offered, stored.size], [full.encoders, 0]);
});

offer('a media process that was started again may tell more, and less', async () => {
  const { store, works } = underTest();
  const codecs = (): readonly string[] => store.offered.map(({ codec }) => codec);
  await works(without('H265', 'JPEG'));
  assert.equal(codecs(), ['H264', 'MPV4-ES']);
  await works(full.encoders);
  assert.equal(codecs(), ['H264', 'H265', 'JPEG', 'MPV4-ES']);
});

offer('instances are those of offered codecs, in all no more than they have together', () => {
  const instances = (offered: readonly VideoEncoderCapabilities[], board = full): object => {
    const { store } = mediaUnderTest(new Map(), board);
    store.offer(offered);
    return offeredInstances(store);
  };
  assert.equal(instances(full.encoders), full.encoderInstances);
  assert.equal(instances(without('JPEG')), { total: 3, H264: 3, H265: 2, 'MPV4-ES': 1 });
  assert.equal(instances(without('H264', 'H265')), { total: 2, JPEG: 1, 'MPV4-ES': 1 });
  assert.equal(instances(without('H264'), { ...full, encoderInstances: { total: 3 } }), { total: 3 });
});

offer('instances are shared by the video sources, whose encoder configurations they need', () => {
  const [camera] = full.sources;
  if (camera === undefined) throw new Error('no camera');
  const sources = ['VideoSource1', 'VideoSource2'].map((id) => ({ ...camera, id }));
  const instances = (total: number): number =>
    offeredInstances(mediaUnderTest(new Map(), { ...full, sources, encoderInstances: { total } }).store).total;
  assert.equal([instances(8), instances(4), instances(1)], [2, 2, 1]);
  assert.is(offeredInstances(mediaUnderTest(new Map(), { ...full, encoderInstances: { total: 9 } }).store).total, 4);
});

for (const board of Object.values(boards))
  offer(`the defaults of ${board.name} are among what it offers`, () => {
    for (const one of defaultEntities({ board, deviceId }).VideoEncoder)
      assert.is(fitVideoEncoder(one, board.encoders), one);
  });

offer.run();
