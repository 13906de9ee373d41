import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fitVideoEncoder, offerEncoders } from '../../../../../services/entities/kinds/video-encoder/fit.ts';
import { type MediaOperations, mediaOperations } from '../../../../../services/generated/media-operations.ts';
import type * as tt from '../../../../../services/generated/tt.ts';
import { createMediaService } from '../../../../../services/media/service.ts';
import { Exchange } from '../../../events/exchange.ts';
import { full, plain } from '../../boards.ts';
import { type MediaUnderTest, mediaUnderTest, toldBy } from '../../media-under-test.ts';

const videoEncoder = suite('media video encoder');

interface UnderTest extends MediaUnderTest {
  readonly soap: Exchange<MediaOperations>;
  /** The first encoder configuration as the service tells it. */
  readonly encoder: () => Promise<tt.VideoEncoderConfiguration>;
  readonly set: (change: Partial<tt.VideoEncoderConfiguration>) => Promise<string>;
  /** Gives an encoder another codec, as Media2 could. */
  readonly recode: (index: number, codec: 'H265' | 'JPEG' | 'MPV4-ES') => Promise<void>;
}

function underTest(media: MediaUnderTest = mediaUnderTest()): UnderTest {
  const soap = new Exchange<MediaOperations>(createMediaService(media), mediaOperations);
  const encoder = async (): Promise<tt.VideoEncoderConfiguration> =>
    (await soap.call('GetVideoEncoderConfiguration', { ConfigurationToken: 'VideoEncoder1' })).Configuration;
  return {
    ...media,
    soap,
    encoder,
    set: async (change) => {
      const { H264: _h264, ...present } = await encoder();
      const Configuration = { ...present, ...change };
      return soap.refusal('SetVideoEncoderConfiguration', { Configuration, ForcePersistence: true });
    },
    recode: async (index, codec) => {
      const { entities } = media.store;
      const VideoEncoder = entities.VideoEncoder.map((one, at) =>
        at === index ? fitVideoEncoder({ ...one, codec }, media.store.board.encoders) : one,
      );
      await media.store.change((present) => ({ next: { ...present, VideoEncoder }, changes: [] }));
    },
  };
}

videoEncoder('the options hold what is set now', async () => {
  const { soap, encoder: present } = underTest();
  const { Options } = await soap.call('GetVideoEncoderConfigurationOptions', {});
  const { Resolution, H264, RateControl, Quality } = await present();
  const { H264: able, Extension, QualityRange } = Options;
  assert.ok(able?.ResolutionsAvailable.some((one) => JSON.stringify(one) === JSON.stringify(Resolution)));
  assert.ok(able?.H264ProfilesSupported.includes(H264?.H264Profile ?? 'Extended'));
  assert.equal([able?.FrameRateRange, RateControl?.FrameRateLimit], [{ Min: 1, Max: 30 }, 30]);
  assert.equal(Extension?.H264?.BitrateRange, { Min: 64, Max: 16_000 });
  assert.equal([QualityRange, Quality], [{ Min: 10, Max: 90 }, 50]);
});

// shows MED-05, MED-19
videoEncoder('SetVideoEncoderConfiguration keeps what the request leaves out, over a restart too', async () => {
  const { soap, encoder: present, restarted } = underTest();
  const { RateControl: _rate, H264: _h264, ...rest } = await present();
  const before = await present();
  const Configuration = { ...rest, Resolution: { Width: 640, Height: 360 }, SessionTimeout: 'PT2M' };
  await soap.call('SetVideoEncoderConfiguration', { Configuration, ForcePersistence: false });
  const after = { ...before, Resolution: Configuration.Resolution, SessionTimeout: 'PT120S' };
  assert.equal(await present(), after);
  assert.equal(await underTest(restarted()).encoder(), after);
});

const multicast = (IPv4Address: string, Port: number, AutoStart = false): Partial<tt.VideoEncoderConfiguration> => ({
  Multicast: { Address: { Type: 'IPv4', IPv4Address }, Port, TTL: 1, AutoStart },
});
const rate = (change: Partial<tt.VideoRateControl>): Partial<tt.VideoEncoderConfiguration> => ({
  RateControl: { FrameRateLimit: 30, EncodingInterval: 1, BitrateLimit: 4000, ...change },
});
const h264 = (GovLength: number, H264Profile: tt.H264Profile): Partial<tt.VideoEncoderConfiguration> => ({
  H264: { GovLength, H264Profile },
});

const modify = 'Sender ter:InvalidArgVal ter:ConfigModify';

const encoderWishes: readonly (readonly [wish: Partial<tt.VideoEncoderConfiguration>, fault: string])[] = [
  [{}, ''],
  [rate({ FrameRateLimit: 24, BitrateLimit: 1_000_000 }), ''],
  [h264(300, 'Baseline'), ''],
  [multicast('0.0.0.0', 5000), ''],
  [multicast('239.0.0.1', 0), ''],
  [multicast('239.0.0.1', 5000), ''],
  [multicast('239.0.0.1', 5000, true), ''],
  [multicast('239.0.0.1', 5001), modify],
  [multicast('192.0.2.1', 5000), modify],
  [multicast('0.0.0.0', 0, true), modify],
  [{ Encoding: 'JPEG' }, ''],
  [{ Encoding: 'JPEG', ...h264(0, 'Extended') }, ''],
  [{ Encoding: 'MPEG4' }, ''],
  [{ Encoding: 'MPEG4', MPEG4: { GovLength: 30, Mpeg4Profile: 'ASP' } }, ''],
  [{ Encoding: 'MPEG4', MPEG4: { GovLength: 0, Mpeg4Profile: 'SP' } }, modify],
  [{ Resolution: { Width: 1920, Height: 1080 } }, modify],
  [{ Quality: 101 }, modify],
  [{ SessionTimeout: '-PT1S' }, ''],
  [rate({ EncodingInterval: 2 }), modify],
  [{ GuaranteedFrameRate: true }, modify],
  [rate({ FrameRateLimit: 0 }), modify],
  [h264(0, 'Main'), modify],
  [h264(301, 'Main'), modify],
  [h264(60, 'Extended'), modify],
  [{ token: 'VideoEncoder9' }, 'Sender ter:InvalidArgVal ter:NoConfig'],
];

for (const [wish, fault] of encoderWishes) {
  videoEncoder(`SetVideoEncoderConfiguration ${JSON.stringify(wish).slice(0, 90)}: ${fault || 'done'}`, async () => {
    const { store, set, published } = underTest();
    const before = store.entities;
    assert.is(await set(wish), fault);
    if (fault !== '') assert.is(store.entities, before);
    assert.is(toldBy(published).length, fault === '' ? 1 : 0);
  });
}

// shows COD-14
videoEncoder('JPEG and MPEG-4 are told in their own structures, and their options too', async () => {
  const { soap, set, encoder } = underTest();
  assert.is(await set({ Encoding: 'JPEG' }), '');
  const jpeg = await encoder();
  assert.equal(
    [jpeg.Encoding, jpeg.H264, jpeg.MPEG4, jpeg.RateControl?.FrameRateLimit],
    ['JPEG', undefined, undefined, 15],
  );
  assert.is(await set({ Encoding: 'MPEG4', MPEG4: { GovLength: 30, Mpeg4Profile: 'ASP' } }), '');
  assert.equal((await encoder()).MPEG4, { GovLength: 30, Mpeg4Profile: 'ASP' });
  const { Options } = await soap.call('GetVideoEncoderConfigurationOptions', {});
  assert.equal(Options.JPEG?.FrameRateRange, { Min: 1, Max: 15 });
  assert.equal(Options.MPEG4?.Mpeg4ProfilesSupported, ['SP', 'ASP']);
  assert.equal(Options.Extension?.JPEG?.BitrateRange, { Min: 256, Max: 32_000 });
  await soap.validate();
});

videoEncoder('a board with H.264 alone offers nothing else', async () => {
  const { soap, set } = underTest(mediaUnderTest(new Map(), plain));
  const { Options } = await soap.call('GetVideoEncoderConfigurationOptions', {});
  assert.equal(Object.keys(Options).sort(), ['Extension', 'H264', 'QualityRange']);
  assert.is(await set({ Encoding: 'JPEG' }), modify);
});

videoEncoder('a board with H.265 alone has profiles without encoders, and empty options', async () => {
  const encoders = full.encoders.filter(({ codec }) => codec === 'H265');
  const { soap } = underTest(mediaUnderTest(new Map(), { ...full, encoders }));
  assert.equal((await soap.call('GetVideoEncoderConfigurations', {})).Configurations ?? [], []);
  const { Options } = await soap.call('GetVideoEncoderConfigurationOptions', {});
  assert.equal([Options.QualityRange, Options.H264, Options.JPEG], [{ Min: 0, Max: 100 }, undefined, undefined]);
  const { Profiles = [] } = await soap.call('GetProfiles', {});
  assert.is(Profiles.length, 2);
  await soap.validate();
});

videoEncoder('a codec that no encoder makes is neither among the options nor accepted, nor counted', async () => {
  const { soap, store, set, encoder, published, restarted } = underTest();
  assert.is(await set({ Encoding: 'MPEG4' }), '');
  published.splice(0);
  const working = store.board.encoders.filter(({ codec }) => codec === 'H264' || codec === 'JPEG');
  await offerEncoders(store, working, pino({ level: 'silent' }));
  const { Options } = await soap.call('GetVideoEncoderConfigurationOptions', {});
  assert.equal(Object.keys(Options).sort(), ['Extension', 'H264', 'JPEG', 'QualityRange']);
  assert.equal(Object.keys(Options.Extension ?? {}).sort(), ['H264', 'JPEG']);
  const moved = await encoder();
  assert.equal([moved.Encoding, moved.H264?.H264Profile, moved.MPEG4], ['H264', 'Main', undefined]);
  assert.is(toldBy(published).length, 1);
  assert.is(await set({ Encoding: 'MPEG4' }), modify);
  assert.equal([await encoder(), toldBy(published).length], [moved, 1]);
  const request = { ConfigurationToken: 'VideoSourceConfig1' };
  const { TotalNumber, ...byCodec } = await soap.call('GetGuaranteedNumberOfVideoEncoderInstances', request);
  assert.equal([TotalNumber, byCodec], [3, { JPEG: 1, H264: 3 }]);
  await soap.validate();
  const next = underTest(restarted());
  assert.equal(await next.encoder(), moved);
  assert.is(await next.set({ Encoding: 'MPEG4' }), '');
});

videoEncoder('values that no encoder makes are neither among the options nor accepted', async () => {
  const { soap, store, set, encoder } = underTest();
  const working = store.board.encoders.map((one) => ({
    ...one,
    resolutions: one.resolutions.slice(0, 2),
    bitrate: { min: 64, max: 1000 },
    profiles: one.profiles.filter((profile) => profile !== 'High'),
  }));
  await offerEncoders(store, working, pino({ level: 'silent' }));
  const { Resolution, RateControl } = await encoder();
  assert.equal([Resolution, RateControl?.BitrateLimit], [{ Width: 640, Height: 360 }, 1000]);
  const { Options } = await soap.call('GetVideoEncoderConfigurationOptions', {});
  assert.equal(Options.H264?.H264ProfilesSupported, ['Baseline', 'Main']);
  assert.is(await set(h264(60, 'High')), modify);
  assert.is(await set({ Resolution: { Width: 1280, Height: 720 } }), modify);
  assert.is(await set(h264(60, 'Baseline')), '');
});

videoEncoder('H.265, for which ver10 has no word, is not there', async () => {
  const { soap, recode, encoder } = underTest();
  const present = await encoder();
  await recode(0, 'H265');
  const noConfig = 'Sender ter:InvalidArgVal ter:NoConfig';
  const token = { ConfigurationToken: 'VideoEncoder1' };
  const set = { Configuration: present, ForcePersistence: true };
  assert.is(await soap.refusal('GetVideoEncoderConfiguration', token), noConfig);
  assert.is(await soap.refusal('SetVideoEncoderConfiguration', set), noConfig);
  assert.is(await soap.refusal('GetVideoEncoderConfigurationOptions', token), noConfig);
  const { Configurations = [] } = await soap.call('GetVideoEncoderConfigurations', {});
  assert.equal(
    Configurations.map((one) => one.token),
    ['VideoEncoder2', 'VideoEncoder3'],
  );
  const { Profile } = await soap.call('GetProfile', { ProfileToken: 'Profile1' });
  assert.is(Profile.VideoEncoderConfiguration, undefined);
  assert.is(Profile.VideoSourceConfiguration?.token, 'VideoSourceConfig1');
  await soap.validate();
});

videoEncoder('the first profile in the list is one with H.264', async () => {
  const { soap, recode } = underTest();
  const tokens = async (): Promise<unknown> => (await soap.call('GetProfiles', {})).Profiles?.map(({ token }) => token);
  assert.equal(await tokens(), ['Profile1', 'Profile2']);
  await recode(0, 'JPEG');
  assert.equal(await tokens(), ['Profile2', 'Profile1']);
});

videoEncoder('the last H.264 of the profiles cannot be taken away', async () => {
  const { soap, recode, set } = underTest();
  await recode(1, 'JPEG');
  const one = { ConfigurationToken: 'VideoEncoder1' };
  const { Options } = await soap.call('GetVideoEncoderConfigurationOptions', one);
  assert.equal([Options.JPEG, Options.MPEG4], [undefined, undefined]);
  assert.is(await set({ Encoding: 'JPEG' }), modify);
  await recode(1, 'MPV4-ES');
  assert.is(await set({ Encoding: 'MPEG4' }), modify);
});

videoEncoder.run();
