import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { offerEncoders } from '../../../../../services/entities/kinds/video-encoder/fit.ts';
import { type Media2Operations, media2Operations } from '../../../../../services/generated/media2-operations.ts';
import type * as tt from '../../../../../services/generated/tt.ts';
import { createMedia2Service } from '../../../../../services/media2/service.ts';
import { Exchange } from '../../../events/exchange.ts';
import { type MediaUnderTest, mediaUnderTest } from '../../media-under-test.ts';

const videoEncoder = suite('media2 video encoder');

interface UnderTest extends MediaUnderTest {
  readonly soap: Exchange<Media2Operations>;
  /** The first encoder configuration as the service tells it. */
  readonly encoder: () => Promise<tt.VideoEncoder2Configuration>;
  readonly set: (change: Partial<tt.VideoEncoder2Configuration>) => Promise<string>;
}

function underTest(media: MediaUnderTest = mediaUnderTest()): UnderTest {
  const soap = new Exchange<Media2Operations>(createMedia2Service(media), media2Operations);
  const encoder = async (): Promise<tt.VideoEncoder2Configuration> => {
    const request = { ConfigurationToken: 'VideoEncoder1' };
    const [first] = (await soap.call('GetVideoEncoderConfigurations', request)).Configurations ?? [];
    if (first === undefined) throw new Error('no encoder');
    return first;
  };
  return {
    ...media,
    soap,
    encoder,
    set: async (change) =>
      soap.refusal('SetVideoEncoderConfiguration', { Configuration: { ...(await encoder()), ...change } }),
  };
}

videoEncoder('the options hold what is set now', async () => {
  const { soap, encoder: present } = underTest();
  const { Options = [] } = await soap.call('GetVideoEncoderConfigurationOptions', {});
  const { Resolution, Profile, RateControl, Encoding } = await present();
  const [able] = Options;
  assert.ok(able?.ResolutionsAvailable.some((one) => JSON.stringify(one) === JSON.stringify(Resolution)));
  assert.equal([able?.Encoding, able?.GovLengthRange, able?.ConstantBitRateSupported], [Encoding, [1, 300], true]);
  assert.ok(able?.ProfilesSupported?.includes(Profile ?? ''));
  assert.ok(able?.FrameRatesSupported?.includes(RateControl?.FrameRateLimit ?? 0));
});

videoEncoder('SetVideoEncoderConfiguration keeps what the request leaves out, over a restart too', async () => {
  const { soap, encoder: present, restarted } = underTest();
  const before = await present();
  const { RateControl: _rate, GovLength: _length, Profile: _profile, Multicast: _multicast, ...rest } = before;
  await soap.call('SetVideoEncoderConfiguration', { Configuration: { ...rest, Quality: 75 } });
  assert.equal(await present(), { ...before, Quality: 75 });
  assert.equal(await underTest(restarted()).encoder(), { ...before, Quality: 75 });
});

const modify = 'Sender ter:InvalidArgVal ter:ConfigModify';
const noConfig = 'Sender ter:InvalidArgVal ter:NoConfig';

const rate = (change: Partial<tt.VideoRateControl2>): Partial<tt.VideoEncoder2Configuration> => ({
  RateControl: { FrameRateLimit: 30, BitrateLimit: 4000, ...change },
});
const group: tt.MulticastConfiguration = {
  Address: { Type: 'IPv4', IPv4Address: '239.0.0.1' },
  Port: 5000,
  TTL: 1,
  AutoStart: false,
};

const encoderWishes: readonly (readonly [wish: Partial<tt.VideoEncoder2Configuration>, fault: string])[] = [
  [{}, ''],
  [rate({ FrameRateLimit: 12.4, BitrateLimit: 1 }), ''],
  [rate({ ConstantBitRate: false }), ''],
  [{ GovLength: 1, Profile: 'High' }, ''],
  [{ Multicast: group }, ''],
  [{ Multicast: { ...group, TTL: 0 } }, modify],
  [{ Multicast: { ...group, Port: 65_535 } }, modify],
  [{ Encoding: 'H265' }, ''],
  [{ Encoding: 'H265', Profile: 'Main10' }, ''],
  [{ Encoding: 'H265', Profile: 'High' }, modify],
  [{ Encoding: 'JPEG' }, ''],
  [{ Encoding: 'MPV4-ES', Profile: 'Simple' }, ''],
  [{ Encoding: 'MPEG4' }, modify],
  [{ SecureStreamingProtocolAlgorithm: 'NONE' }, modify],
  [{ Resolution: { Width: 1, Height: 1 } }, modify],
  [{ Quality: -1 }, modify],
  [{ GovLength: 301 }, modify],
  [{ Profile: 'Extended' }, modify],
  [{ AnchorFrameDistance: 1, GuaranteedFrameRate: false, Signed: false, ...rate({ AverageBitRate: 0 }) }, ''],
  [{ AnchorFrameDistance: 3 }, modify],
  [{ GuaranteedFrameRate: true }, modify],
  [{ Signed: true }, modify],
  [rate({ AverageBitRate: 1000 }), modify],
  [rate({ FrameRateLimit: 0 }), modify],
  [{ token: 'VideoEncoder9' }, noConfig],
];

for (const [wish, fault] of encoderWishes) {
  videoEncoder(`SetVideoEncoderConfiguration ${JSON.stringify(wish).slice(0, 90)}: ${fault || 'done'}`, async () => {
    const { store, set, published } = underTest();
    const before = store.entities;
    assert.is(await set(wish), fault);
    if (fault !== '') assert.is(store.entities, before);
    assert.is(published.length, fault === '' ? 1 : 0);
  });
}

// shows COD-14, MD2-05
videoEncoder('has options for each codec, the highest frame rate first', async () => {
  const { soap, tls } = underTest();
  const { Options } = await soap.call('GetVideoEncoderConfigurationOptions', {});
  assert.equal(
    Options.map(({ Encoding, ProfilesSupported, GovLengthRange }) => [Encoding, ProfilesSupported, GovLengthRange]),
    [
      ['H264', ['Baseline', 'Main', 'High'], [1, 300]],
      ['H265', ['Main', 'Main10'], [1, 300]],
      ['JPEG', undefined, undefined],
      ['MPV4-ES', ['Simple', 'AdvancedSimple'], [1, 300]],
    ],
  );
  assert.equal(Options[2]?.FrameRatesSupported, [15, 10, 5, 1]);
  assert.is(Options[0]?.SecureStreamingProtocolAlgorithms, undefined);
  tls.on = true;
  const secure = await soap.call('GetVideoEncoderConfigurationOptions', {});
  for (const { SecureStreamingProtocolAlgorithms } of secure.Options)
    assert.equal(SecureStreamingProtocolAlgorithms, [
      'AES_CM_128_HMAC_SHA1_80',
      'AEAD_AES_128_GCM',
      'AEAD_AES_256_GCM',
      'NONE',
    ]);
});

videoEncoder('JPEG has neither key frames nor profiles', async () => {
  const { set, encoder } = underTest();
  assert.is(await set({ Encoding: 'JPEG' }), '');
  const { Encoding, GovLength, Profile } = await encoder();
  assert.equal([Encoding, GovLength, Profile], ['JPEG', undefined, undefined]);
});

videoEncoder('a codec that no encoder makes is neither among the options nor accepted, nor counted', async () => {
  const { soap, store, set, encoder, published, restarted } = underTest();
  assert.is(await set({ Encoding: 'H265', Profile: 'Main10' }), '');
  published.splice(0);
  const working = store.board.encoders.filter(({ codec }) => codec === 'H264' || codec === 'JPEG');
  await offerEncoders(store, working, pino({ level: 'silent' }));
  const { Options } = await soap.call('GetVideoEncoderConfigurationOptions', {});
  assert.equal(
    Options.map(({ Encoding }) => Encoding),
    ['H264', 'JPEG'],
  );
  const moved = await encoder();
  assert.equal([moved.Encoding, moved.Profile], ['H264', 'Main']);
  assert.is(published.length, 1);
  assert.is(await set({ Encoding: 'H265', Profile: 'Main' }), modify);
  assert.equal([await encoder(), published.length], [moved, 1]);
  const request = { ConfigurationToken: 'VideoSourceConfig1' };
  const { Info } = await soap.call('GetVideoEncoderInstances', request);
  const Codec = [
    { Encoding: 'H264', Number: 3 },
    { Encoding: 'JPEG', Number: 1 },
  ];
  assert.equal(Info, { Codec, Total: 3 });
  await soap.validate();
  const next = underTest(restarted());
  assert.equal(await next.encoder(), moved);
  assert.is(await next.set({ Encoding: 'H265', Profile: 'Main' }), '');
});

videoEncoder('values that no encoder makes are neither among the options nor accepted', async () => {
  const { soap, store, set, encoder } = underTest();
  const working = store.board.encoders.map((one) => ({
    ...one,
    frameRates: one.frameRates.slice(0, 3),
    govLength: { min: one.govLength.min, max: Math.min(one.govLength.max, 20) },
  }));
  await offerEncoders(store, working, pino({ level: 'silent' }));
  const { GovLength, RateControl } = await encoder();
  assert.equal([GovLength, RateControl?.FrameRateLimit], [20, 5]);
  const { Options } = await soap.call('GetVideoEncoderConfigurationOptions', {});
  assert.equal(
    [Options[0]?.FrameRatesSupported, Options[0]?.GovLengthRange],
    [
      [5, 2, 1],
      [1, 20],
    ],
  );
  assert.is(await set({ GovLength: 21 }), modify);
  assert.is(await set({ GovLength: 20 }), '');
});

videoEncoder('the SRTP algorithm is told and set while there is TLS, and kept without', async () => {
  const { soap, set, encoder, tls, store } = underTest();
  tls.on = true;
  assert.is((await encoder()).SecureStreamingProtocolAlgorithm, 'AES_CM_128_HMAC_SHA1_80');
  assert.is(await set({ SecureStreamingProtocolAlgorithm: 'AEAD_AES_256_GCM' }), '');
  assert.is(await set({ SecureStreamingProtocolAlgorithm: 'DES' }), modify);
  assert.is((await encoder()).SecureStreamingProtocolAlgorithm, 'AEAD_AES_256_GCM');
  tls.on = false;
  assert.is((await encoder()).SecureStreamingProtocolAlgorithm, undefined);
  assert.is(await set({}), '');
  assert.is(store.entities.VideoEncoder[0]?.srtp, 'AEAD_AES_256_GCM');
  await soap.validate();
});

videoEncoder.run();
