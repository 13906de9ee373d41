import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type MediaOperations, mediaOperations } from '../../../services/generated/media-operations.ts';
import type * as tt from '../../../services/generated/tt.ts';
import { createMediaService } from '../../../services/media/service.ts';
import { type MediaUnderTest, mediaUnderTest, toldBy } from '../entities/media-under-test.ts';
import { Exchange } from '../events/exchange.ts';

const service = suite('media service');

interface UnderTest extends MediaUnderTest {
  readonly soap: Exchange<MediaOperations>;
  /** The first encoder configuration as the service tells it. */
  readonly encoder: () => Promise<tt.VideoEncoderConfiguration>;
  readonly set: (change: Partial<tt.VideoEncoderConfiguration>) => Promise<string>;
}

function underTest(stored?: Map<string, string>): UnderTest {
  const media = mediaUnderTest(stored);
  const soap = new Exchange<MediaOperations>(createMediaService(media), mediaOperations);
  const encoder = async (): Promise<tt.VideoEncoderConfiguration> =>
    (await soap.call('GetVideoEncoderConfiguration', { ConfigurationToken: 'VideoEncoder1' })).Configuration;
  return {
    ...media,
    soap,
    encoder,
    set: async (change) => {
      const Configuration = { ...(await encoder()), ...change };
      return soap.refusal('SetVideoEncoderConfiguration', { Configuration, ForcePersistence: true });
    },
  };
}

const profile = { ProfileToken: 'Profile1' };
const night = { ProfileToken: 'Night' };
const source = { ConfigurationToken: 'VideoSourceConfig1' };
const encoder = { ConfigurationToken: 'VideoEncoder2' };
const unicast = (Protocol: tt.TransportProtocol): tt.StreamSetup => ({
  Stream: 'RTP-Unicast',
  Transport: { Protocol },
});

const videoSource: tt.VideoSourceConfiguration = {
  token: 'VideoSourceConfig1',
  Name: 'door',
  UseCount: 0,
  SourceToken: 'VideoSource1',
  Bounds: { x: 0, y: 0, width: 1280, height: 720 },
};

type Requests = Partial<{ [Name in keyof MediaOperations]: MediaOperations[Name]['request'] }>;

/** Every offered operation but SetVideoEncoderConfiguration, in an order in which all of them succeed. */
const requests: Requests = {
  GetServiceCapabilities: {},
  GetVideoSources: {},
  CreateProfile: { Name: 'Night', Token: 'Night' },
  AddVideoSourceConfiguration: { ...night, ...source },
  AddVideoEncoderConfiguration: { ...night, ...encoder },
  GetProfiles: {},
  GetProfile: night,
  GetVideoSourceConfigurations: {},
  GetVideoSourceConfiguration: source,
  GetCompatibleVideoSourceConfigurations: night,
  GetVideoSourceConfigurationOptions: { ...night, ...source },
  SetVideoSourceConfiguration: { Configuration: videoSource, ForcePersistence: false },
  GetVideoEncoderConfigurations: {},
  GetVideoEncoderConfiguration: encoder,
  GetCompatibleVideoEncoderConfigurations: night,
  GetVideoEncoderConfigurationOptions: { ...night, ...encoder },
  GetGuaranteedNumberOfVideoEncoderInstances: source,
  GetStreamUri: { ...night, StreamSetup: unicast('RTSP') },
  GetSnapshotUri: night,
  SetSynchronizationPoint: night,
  RemoveVideoEncoderConfiguration: night,
  RemoveVideoSourceConfiguration: night,
  DeleteProfile: night,
};

service('every offered operation answers by the schemas', async () => {
  const { soap, store, set, published, keyFrames } = underTest();
  for (const name of Object.keys(requests) as (keyof MediaOperations)[]) await soap.call(name, requests[name] as never);
  assert.is(await set({ Name: 'x' }), '');
  await soap.validate();
  assert.equal(keyFrames, ['VideoEncoder2']);
  assert.is(store.entities.profiles.length, 2);
  assert.equal(toldBy(published), [
    'ProfileChanged Night',
    'ProfileChanged Night',
    'ProfileChanged Night',
    'ConfigurationChanged VideoSourceConfig1 VideoSource',
    'ProfileChanged Night',
    'ProfileChanged Night',
    'ProfileChanged Night',
    'ConfigurationChanged VideoEncoder1 VideoEncoder',
  ]);
});

service('has an answer or a reason for each operation of the WSDL', async () => {
  const { handlers } = createMediaService(mediaUnderTest());
  assert.equal(Object.keys(handlers).sort(), Object.keys(mediaOperations).sort());
  const offered = Object.keys(handlers).filter((name) => typeof handlers[name] === 'function');
  assert.equal(offered.sort(), [...Object.keys(requests), 'SetVideoEncoderConfiguration'].sort());
  const { soap } = underTest();
  assert.is(await soap.refusal('GetAudioSources', {}), 'Receiver ter:ActionNotSupported ter:AudioNotSupported');
  assert.is(await soap.refusal('GetOSDs', {}), 'Receiver ter:ActionNotSupported');
  await soap.validate();
});

service('a profile holds its configurations, as they are told alone', async () => {
  const { soap, encoder: present } = underTest();
  const { Profile } = await soap.call('GetProfile', profile);
  assert.equal([Profile.token, Profile.Name, Profile.fixed], ['Profile1', 'mainStream', true]);
  assert.equal(Profile.VideoEncoderConfiguration, await present());
  const { Configuration } = await soap.call('GetVideoSourceConfiguration', source);
  assert.equal(Profile.VideoSourceConfiguration, Configuration);
  assert.is(Configuration.UseCount, 2);
  const { Profiles = [] } = await soap.call('GetProfiles', {});
  assert.equal(Profiles[0], Profile);
});

service('an unchanged list of profiles is answered anew after each change', async () => {
  const { soap, set } = underTest();
  const names = async (): Promise<unknown> =>
    (await soap.call('GetProfiles', {})).Profiles?.map(({ VideoEncoderConfiguration: one }) => one?.Name);
  assert.equal(await names(), ['main', 'sub']);
  assert.equal(await names(), ['main', 'sub']);
  await set({ Name: 'other' });
  assert.equal(await names(), ['other', 'sub']);
});

service('a new profile is told as it is created, with a token of its own choice if there is none', async () => {
  const { soap } = underTest();
  const { Profile } = await soap.call('CreateProfile', { Name: 'Night' });
  assert.equal(Profile, { token: 'Profile3', fixed: false, Name: 'Night' });
  assert.equal(await soap.call('GetProfile', { ProfileToken: 'Profile3' }), { Profile });
});

service('the options hold what is set now', async () => {
  const { soap, encoder: present } = underTest();
  const { Options } = await soap.call('GetVideoEncoderConfigurationOptions', {});
  const { Resolution, H264, RateControl, Quality } = await present();
  const { H264: able, Extension, QualityRange } = Options;
  assert.ok(able?.ResolutionsAvailable.some((one) => JSON.stringify(one) === JSON.stringify(Resolution)));
  assert.ok(able?.H264ProfilesSupported.includes(H264?.H264Profile ?? 'Extended'));
  assert.equal([able?.FrameRateRange, RateControl?.FrameRateLimit], [{ Min: 1, Max: 30 }, 30]);
  assert.equal(Extension?.H264?.BitrateRange, { Min: 64, Max: 16_000 });
  assert.equal([QualityRange, Quality], [{ Min: 0, Max: 100 }, 50]);
});

service('SetVideoEncoderConfiguration keeps what the request leaves out, over a restart too', async () => {
  const { soap, encoder: present, stored } = underTest();
  const { RateControl: _rate, H264: _h264, ...rest } = await present();
  const before = await present();
  const Configuration = { ...rest, Resolution: { Width: 640, Height: 360 }, SessionTimeout: 'PT2M' };
  await soap.call('SetVideoEncoderConfiguration', { Configuration, ForcePersistence: false });
  const after = { ...before, Resolution: Configuration.Resolution, SessionTimeout: 'PT120S' };
  assert.equal(await present(), after);
  assert.equal(await underTest(stored).encoder(), after);
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
  [multicast('239.0.0.1', 5000), modify],
  [multicast('0.0.0.0', 0, true), modify],
  [{ Encoding: 'JPEG' }, modify],
  [{ Encoding: 'MPEG4' }, modify],
  [{ Resolution: { Width: 1920, Height: 1080 } }, modify],
  [{ Quality: 101 }, modify],
  [rate({ EncodingInterval: 2 }), modify],
  [rate({ FrameRateLimit: 0 }), modify],
  [h264(0, 'Main'), modify],
  [h264(301, 'Main'), modify],
  [h264(60, 'Extended'), modify],
  [{ token: 'VideoEncoder9' }, 'Sender ter:InvalidArgVal ter:NoConfig'],
];

for (const [wish, fault] of encoderWishes) {
  service(`SetVideoEncoderConfiguration ${JSON.stringify(wish).slice(0, 90)}: ${fault || 'done'}`, async () => {
    const { store, set, published } = underTest();
    const before = store.entities;
    assert.is(await set(wish), fault);
    if (fault !== '') assert.is(store.entities, before);
    assert.is(published.length, fault === '' ? 1 : 0);
  });
}

const noProfile = 'Sender ter:InvalidArgVal ter:NoProfile';
const noConfig = 'Sender ter:InvalidArgVal ter:NoConfig';
const invalidSetup = 'Sender ter:InvalidArgVal ter:InvalidStreamSetup';
const unknown = { ProfileToken: 'X' };
const unknownConfig = { ConfigurationToken: 'X' };

const refused: readonly (readonly [name: keyof MediaOperations, request: object, fault: string])[] = [
  ['GetProfile', unknown, noProfile],
  ['DeleteProfile', unknown, noProfile],
  ['DeleteProfile', profile, 'Sender ter:Action ter:DeletionOfFixedProfile'],
  ['CreateProfile', { Name: 'x', Token: 'Profile1' }, 'Sender ter:InvalidArgVal ter:ProfileExists'],
  ['GetVideoSourceConfiguration', unknownConfig, noConfig],
  ['GetVideoEncoderConfiguration', source, noConfig],
  ['GetCompatibleVideoSourceConfigurations', unknown, noProfile],
  ['GetCompatibleVideoEncoderConfigurations', unknown, noProfile],
  ['GetVideoSourceConfigurationOptions', unknownConfig, noConfig],
  ['GetVideoEncoderConfigurationOptions', unknown, noProfile],
  ['GetGuaranteedNumberOfVideoEncoderInstances', unknownConfig, noConfig],
  ['AddVideoSourceConfiguration', { ...unknown, ...source }, noProfile],
  ['AddVideoEncoderConfiguration', { ...profile, ...unknownConfig }, noConfig],
  ['RemoveVideoSourceConfiguration', profile, 'Receiver ter:Action ter:ConfigurationConflict'],
  ['RemoveVideoEncoderConfiguration', unknown, noProfile],
  [
    'SetVideoSourceConfiguration',
    { Configuration: { ...videoSource, SourceToken: 'X' }, ForcePersistence: true },
    modify,
  ],
  ['SetVideoSourceConfiguration', { Configuration: { ...videoSource, token: 'X' }, ForcePersistence: true }, noConfig],
  ['GetStreamUri', { ...unknown, StreamSetup: unicast('HTTP') }, noProfile],
  ['GetStreamUri', { ...profile, StreamSetup: unicast('HTTP') }, invalidSetup],
  ['GetStreamUri', { ...profile, StreamSetup: unicast('TCP') }, invalidSetup],
  [
    'GetStreamUri',
    { ...profile, StreamSetup: { Stream: 'RTP-Multicast', Transport: { Protocol: 'UDP' } } },
    invalidSetup,
  ],
  ['GetSnapshotUri', unknown, noProfile],
  ['SetSynchronizationPoint', unknown, noProfile],
];

service('refuses by the faults of the standard and changes nothing', async () => {
  const { soap, store, published } = underTest();
  const before = store.entities;
  for (const [name, request, fault] of refused) {
    assert.is(await soap.refusal(name, request as never), fault, `${name} ${JSON.stringify(request)}`);
  }
  assert.is(store.entities, before);
  assert.equal(published, []);
  await soap.validate();
});

service('a profile without encoder has no URI', async () => {
  const { soap } = underTest();
  await soap.call('CreateProfile', { Name: 'Night', Token: 'Night' });
  const incomplete = 'Receiver ter:Action ter:IncompleteConfiguration';
  assert.is(await soap.refusal('GetStreamUri', { ...night, StreamSetup: unicast('UDP') }), incomplete);
  assert.is(await soap.refusal('GetSnapshotUri', night), incomplete);
});

service('the 17th profile is one too many', async () => {
  const { soap } = underTest();
  for (let left = 14; left > 0; left -= 1) await soap.call('CreateProfile', { Name: 'x' });
  assert.is(await soap.refusal('CreateProfile', { Name: 'x' }), 'Receiver ter:Action ter:MaxNVTProfiles');
  assert.is((await soap.call('GetProfiles', {})).Profiles?.length, 16);
});

service('UDP and RTSP share one URI', async () => {
  const { soap } = underTest();
  for (const protocol of ['UDP', 'RTSP'] as const) {
    const { MediaUri } = await soap.call('GetStreamUri', { ...profile, StreamSetup: unicast(protocol) });
    assert.equal(MediaUri, {
      Uri: 'rtsp://192.0.2.2:8554/Profile1',
      InvalidAfterConnect: false,
      InvalidAfterReboot: false,
      Timeout: 'PT0S',
    });
  }
});

service.run();
