import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../../hal/boards/board.ts';
import { virtual } from '../../../../hal/boards/virtual.ts';
import { mediaPlan } from '../../../../services/entities/streams/media-state.ts';
import { type MediaOperations, mediaOperations } from '../../../../services/generated/media-operations.ts';
import { type Media2Operations, media2Operations } from '../../../../services/generated/media2-operations.ts';
import { createMediaService } from '../../../../services/media/service.ts';
import { createMedia2Service } from '../../../../services/media2/service.ts';
import { Exchange } from '../../events/exchange.ts';
import { plain } from '../boards.ts';
import { type MediaUnderTest, mediaUnderTest, toldBy } from '../media-under-test.ts';

const modes = suite('video source modes');

interface UnderTest {
  readonly camera: MediaUnderTest;
  readonly media: Exchange<MediaOperations>;
  readonly media2: Exchange<Media2Operations>;
}

function underTest(board: Board = virtual, stored: Map<string, string> = new Map()): UnderTest {
  const camera = mediaUnderTest(stored, board);
  return {
    camera,
    media: new Exchange<MediaOperations>(createMediaService(camera), mediaOperations),
    media2: new Exchange<Media2Operations>(createMedia2Service(camera), media2Operations),
  };
}

const source = { VideoSourceToken: 'VideoSource1' };
const set = (VideoSourceModeToken: string) => ({ ...source, VideoSourceModeToken });

// shows MED-15, MD2-14
modes('are told by both services, with the codecs that each service knows', async () => {
  const { media, media2 } = underTest();
  const { VideoSourceModes: both } = await media2.call('GetVideoSourceModes', source);
  assert.equal(
    both.map(({ token, Enabled, MaxFramerate, MaxResolution, Reboot }) => [
      token,
      Enabled,
      MaxFramerate,
      MaxResolution.Width,
      Reboot,
    ]),
    [
      ['Mode1', true, 30, 1280, false],
      ['Mode2', false, 25, 1280, false],
      ['Mode3', false, 30, 960, false],
    ],
  );
  assert.equal(both[0]?.Encodings, ['H264', 'H265', 'JPEG']);
  const { VideoSourceModes: older } = await media.call('GetVideoSourceModes', source);
  assert.equal(older[0]?.Encodings, ['H264', 'JPEG']);
  assert.is((await media2.call('GetServiceCapabilities', {})).Capabilities.VideoSourceMode, true);
  await media.validate();
  await media2.validate();
});

// shows MED-15, MD2-14
modes('change size and rate of the source, its options and its encoders at once, and last over a restart', async () => {
  const { camera, media, media2 } = underTest();
  camera.published.length = 0;
  assert.equal(await media2.call('SetVideoSourceMode', set('Mode3')), { Reboot: false });
  const told = ['VideoSourceConfig1 VideoSource', 'VideoEncoder1 VideoEncoder'];
  assert.equal(
    toldBy(camera.published),
    told.map((one) => `ConfigurationChanged ${one}`),
  );
  const restarted = underTest(virtual, camera.stored);
  for (const { media: again, camera: seen } of [{ media, camera }, restarted]) {
    const { VideoSources: [video] = [] } = await again.call('GetVideoSources', {});
    assert.equal([video?.Resolution, video?.Framerate], [{ Width: 960, Height: 540 }, 30]);
    const { media: plan } = mediaPlan(seen.store.entities, seen.store.board);
    assert.equal([plan.sources[0]?.width, plan.encoders[0]?.width], [960, 960]);
    const { Configurations: [bounds] = [] } = await again.call('GetVideoSourceConfigurations', {});
    assert.equal(bounds?.Bounds, { x: 0, y: 0, width: 960, height: 540 });
    const { Options } = await again.call('GetVideoEncoderConfigurationOptions', {});
    assert.equal(Options.H264?.ResolutionsAvailable.at(-1), { Width: 960, Height: 540 });
  }
  assert.equal(await media.call('SetVideoSourceMode', set('Mode2')), { Reboot: false });
  const { Options = [] } = await media2.call('GetVideoEncoderConfigurationOptions', {});
  assert.is(Options[0]?.FrameRatesSupported?.[0], 25);
  assert.equal(
    (await media2.call('GetVideoSourceModes', source)).VideoSourceModes.map(({ Enabled }) => Enabled),
    [false, true, false],
  );
});

modes('keep the part of the picture that is cut out', async () => {
  const { camera, media2 } = underTest();
  const { Configurations: [first] = [] } = await media2.call('GetVideoSourceConfigurations', {});
  if (first === undefined) throw new Error('there is no video source configuration');
  const cut = { ...first, Bounds: { x: 320, y: 180, width: 640, height: 360 } };
  await media2.call('SetVideoSourceConfiguration', { Configuration: cut });
  await media2.call('SetVideoSourceMode', set('Mode3'));
  assert.equal(camera.store.entities.VideoSource[0]?.geometry?.bounds, { x: 240, y: 134, width: 480, height: 270 });
});

modes('that are set already change nothing', async () => {
  const { camera, media2 } = underTest();
  const before = camera.store.entities;
  camera.published.length = 0;
  await media2.call('SetVideoSourceMode', set('Mode1'));
  assert.equal([camera.store.entities === before, camera.published], [true, []]);
});

modes('of other sources and other names are refused, by both services', async () => {
  const { camera, media, media2 } = underTest();
  const before = camera.store.entities;
  const other = { VideoSourceToken: 'x', VideoSourceModeToken: 'Mode1' };
  assert.is(await media.refusal('GetVideoSourceModes', { VideoSourceToken: 'x' }), sender('NoVideoSource'));
  assert.is(await media2.refusal('GetVideoSourceModes', { VideoSourceToken: 'x' }), sender('NoVideoSource'));
  assert.is(await media.refusal('SetVideoSourceMode', other), sender('NoVideoSource'));
  assert.is(await media2.refusal('SetVideoSourceMode', other), sender('NoVideoSource'));
  assert.is(await media.refusal('SetVideoSourceMode', set('Mode9')), sender('NoVideoSourceMode'));
  assert.is(await media2.refusal('SetVideoSourceMode', set('Mode9')), sender('NoVideoSourceMode'));
  assert.is(camera.store.entities, before);
});

modes('are not offered where a source has one', async () => {
  const { media, media2 } = underTest(plain);
  assert.is(await media.refusal('GetVideoSourceModes', source), 'Receiver ter:ActionNotSupported');
  assert.is(await media2.refusal('SetVideoSourceMode', set('Mode1')), 'Receiver ter:ActionNotSupported');
  assert.is((await media2.call('GetServiceCapabilities', {})).Capabilities.VideoSourceMode, false);
});

modes('that a board no longer has go back to the first', () => {
  const [first] = virtual.sources;
  if (first === undefined) throw new Error('no source');
  const stored = new Map<string, string>();
  const { camera } = underTest(virtual, stored);
  return camera.store
    .change((present) => ({ next: { ...present, modes: { VideoSource1: 'Mode3' } }, changes: [] }))
    .then(() => {
      const fewer = { ...virtual, sources: [{ ...first, modes: first.modes?.slice(0, 2) ?? [] }] };
      assert.equal(underTest(fewer, stored).camera.store.entities.modes, {});
      assert.is(underTest(fewer, stored).camera.store.board.sources[0]?.width, 1280);
    });
});

function sender(subcode: string): string {
  return `Sender ter:InvalidArgVal ter:${subcode}`;
}

modes.run();
