import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../hal/boards/board.ts';
import type { ConfigurationKind } from '../../../services/entities/kinds.ts';
import { multicastTracks } from '../../../services/entities/streams/media-state.ts';
import { type MediaOperations, mediaOperations } from '../../../services/generated/media-operations.ts';
import type * as tt from '../../../services/generated/tt.ts';
import { createMediaService } from '../../../services/media/service.ts';
import { plain } from '../entities/boards.ts';
import { type MediaUnderTest, mediaUnderTest, toldBy } from '../entities/media-under-test.ts';
import { Exchange } from '../events/exchange.ts';

const service = suite('media service');

interface UnderTest extends MediaUnderTest {
  readonly soap: Exchange<MediaOperations>;
  /** The first encoder configuration as the service tells it. */
  readonly encoder: () => Promise<tt.VideoEncoderConfiguration>;
  readonly set: (change: Partial<tt.VideoEncoderConfiguration>) => Promise<string>;
}

function underTest(stored?: Map<string, string>, board?: Board): UnderTest {
  const media = mediaUnderTest(stored, board);
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
const setup = (Protocol: tt.TransportProtocol, Stream: tt.StreamType = 'RTP-Unicast'): tt.StreamSetup => ({
  Stream,
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

/** A configuration of each kind, in the order in which a profile takes them; with the name of the kind where ver10 has another. */
const kinds: readonly (readonly [kind: ConfigurationKind, token: string, name?: string])[] = [
  ['VideoSource', 'VideoSourceConfig1'],
  ['VideoEncoder', 'VideoEncoder2'],
  ['AudioSource', 'AudioSourceConfig1'],
  ['AudioEncoder', 'AudioEncoder1'],
  ['Metadata', 'Metadata1'],
  ['AudioOutput', 'AudioOutputConfig1'],
  ['AudioDecoder', 'AudioDecoder1'],
  ['Analytics', 'VideoAnalytics1', 'VideoAnalytics'],
];

function each(request: (name: string, token: string) => Requests): Requests {
  return Object.assign({}, ...kinds.map(([kind, token, name = kind]) => request(name, token)));
}

/** Every offered operation but Set...Configuration, in an order in which all of them succeed. */
const requests: Requests = {
  GetServiceCapabilities: {},
  GetVideoSources: {},
  GetAudioSources: {},
  GetAudioOutputs: {},
  CreateProfile: { Name: 'Night', Token: 'Night' },
  ...each((kind, ConfigurationToken) => ({
    [`Add${kind}Configuration`]: { ...night, ConfigurationToken },
    [`Get${kind}Configurations`]: {},
    [`Get${kind}Configuration`]: { ConfigurationToken },
    [`GetCompatible${kind}Configurations`]: night,
    ...(kind !== 'VideoAnalytics' && { [`Get${kind}ConfigurationOptions`]: { ...night, ConfigurationToken } }),
  })),
  GetProfiles: {},
  GetProfile: night,
  GetGuaranteedNumberOfVideoEncoderInstances: source,
  GetStreamUri: { ...night, StreamSetup: setup('RTSP') },
  GetSnapshotUri: night,
  SetSynchronizationPoint: night,
  StartMulticastStreaming: night,
  StopMulticastStreaming: night,
  ...Object.assign(
    {},
    ...[...kinds].reverse().map(([kind, , name = kind]) => ({ [`Remove${name}Configuration`]: night })),
  ),
  DeleteProfile: night,
};

/** Operations of the on-screen display, which has a suite of its own. */
const overlays = ['CreateOSD', 'DeleteOSD', 'GetOSD', 'GetOSDOptions', 'GetOSDs', 'SetOSD'];

// shows MED-07, MED-08, MED-12
service('every offered operation answers by the schemas', async () => {
  const { soap, store, published, keyFrames } = underTest();
  for (const name of Object.keys(requests) as (keyof MediaOperations)[]) await soap.call(name, requests[name] as never);
  await soap.validate();
  assert.equal(keyFrames, ['VideoEncoder2', 'Metadata1']);
  assert.is(store.entities.profiles.length, 2);
  const streams = ['VideoEncoder2 VideoEncoder', 'AudioEncoder1 AudioEncoder', 'Metadata1 Metadata'];
  const switched = streams.map((one) => `ConfigurationChanged ${one}`);
  const told = toldBy(published);
  assert.equal(
    told.filter((one) => one !== 'ProfileChanged Night'),
    [...switched, ...switched],
  );
  assert.is(told.length - 6, 18);
});

for (const [kind, token, name = kind] of kinds) {
  service(`Set${name}Configuration takes back what was told, with another name, and tells it`, async () => {
    const { soap, published, store, restarted } = underTest();
    const before = store.entities;
    const one = `Get${name}Configuration` as 'GetVideoSourceConfiguration';
    const { Configuration } = await soap.call(one, { ConfigurationToken: token });
    const set = `Set${name}Configuration` as 'SetVideoSourceConfiguration';
    await soap.call(set, { Configuration: { ...Configuration, Name: 'door' }, ForcePersistence: false });
    const expected = before[kind].map((entity) => (entity.token === token ? { ...entity, name: 'door' } : entity));
    assert.equal(restarted().store.entities[kind], expected);
    assert.equal(toldBy(published), [`ConfigurationChanged ${token} ${kind}`]);
    await soap.validate();
  });
}

service('has an answer or a reason for each operation of the WSDL', async () => {
  const { handlers } = createMediaService(mediaUnderTest());
  assert.equal(Object.keys(handlers).sort(), Object.keys(mediaOperations).sort());
  const offered = Object.keys(handlers).filter((name) => typeof handlers[name] === 'function');
  const sets = kinds.map(([kind, , name = kind]) => `Set${name}Configuration`);
  assert.equal(offered.sort(), [...Object.keys(requests), ...sets, ...overlays].sort());
  const { soap } = underTest();
  const both = { ...night, ConfigurationToken: 'x' };
  assert.is(await soap.refusal('AddPTZConfiguration', both), 'Receiver ter:ActionNotSupported ter:PTZNotSupported');
  await soap.validate();
});

service('a board without microphone and speaker refuses all that needs them', async () => {
  const { soap } = underTest(new Map(), plain);
  const reasons = {
    AudioSource: 'Audio',
    AudioEncoder: 'Audio',
    AudioOutput: 'AudioOutput',
    AudioDecoder: 'AudioDecoding',
  };
  const refusal = (reason: string): string => `Receiver ter:ActionNotSupported ter:${reason}NotSupported`;
  for (const [name, request] of Object.entries(requests)) {
    const kind = Object.keys(reasons).find((one) => name.includes(`${one}Configuration`)) as keyof typeof reasons;
    if (kind === undefined) continue;
    assert.is(await soap.refusal(name as 'GetProfiles', request as never), refusal(reasons[kind]), name);
  }
  assert.is(await soap.refusal('GetAudioSources', {}), refusal('Audio'));
  assert.is(await soap.refusal('GetAudioOutputs', {}), refusal('AudioOutput'));
  const { Profiles: [first] = [] } = await soap.call('GetProfiles', {});
  assert.equal(
    [first?.AudioSourceConfiguration, first?.AudioEncoderConfiguration, first?.Extension],
    Array(3).fill(undefined),
  );
  await soap.validate();
});

// shows MED-01, MED-02
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

// shows MED-01
service('a new profile is told as it is created, with a token of its own choice if there is none', async () => {
  const { soap } = underTest();
  const { Profile } = await soap.call('CreateProfile', { Name: 'Night' });
  assert.equal(Profile, { token: 'Profile3', fixed: false, Name: 'Night' });
  assert.equal(await soap.call('GetProfile', { ProfileToken: 'Profile3' }), { Profile });
});

const modify = 'Sender ter:InvalidArgVal ter:ConfigModify';
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
  ['GetStreamUri', { ...unknown, StreamSetup: setup('HTTP') }, noProfile],
  ['GetStreamUri', { ...profile, StreamSetup: setup('TCP') }, invalidSetup],
  ['GetStreamUri', { ...profile, StreamSetup: setup('TCP', 'RTP-Multicast') }, invalidSetup],
  ['StartMulticastStreaming', unknown, noProfile],
  ['StopMulticastStreaming', unknown, noProfile],
  ['GetSnapshotUri', unknown, noProfile],
  ['SetSynchronizationPoint', unknown, noProfile],
];

// shows MED-02
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
  assert.is(await soap.refusal('GetStreamUri', { ...night, StreamSetup: setup('UDP') }), incomplete);
  assert.is(await soap.refusal('GetSnapshotUri', night), incomplete);
});

service('metadata is added to a profile without sources, which compatible lists say (MEDIA-5-1-3)', async () => {
  const { soap } = underTest();
  await soap.call('CreateProfile', { Name: 'Night', Token: 'Night' });
  assert.equal(await soap.call('GetCompatibleVideoEncoderConfigurations', night), {});
  const { Configurations: [metadata] = [] } = await soap.call('GetCompatibleMetadataConfigurations', night);
  await soap.call('AddMetadataConfiguration', { ...night, ConfigurationToken: metadata?.token ?? '' });
  const { Profile } = await soap.call('GetProfile', night);
  assert.is(Profile.MetadataConfiguration?.token, 'Metadata1');
  for (let times = 0; times < 2; times += 1) await soap.call('RemoveMetadataConfiguration', night);
  await soap.validate();
});

service('the 17th profile is one too many', async () => {
  const { soap } = underTest();
  for (let left = 14; left > 0; left -= 1) await soap.call('CreateProfile', { Name: 'x' });
  assert.is(await soap.refusal('CreateProfile', { Name: 'x' }), 'Receiver ter:Action ter:MaxNVTProfiles');
  assert.is((await soap.call('GetProfiles', {})).Profiles?.length, 16);
});

const streamUris: readonly (readonly [setup: tt.StreamSetup, uri: string])[] = [
  [setup('UDP'), 'rtsp://192.0.2.2:8554/Profile1'],
  [setup('RTSP'), 'rtsp://192.0.2.2:8554/Profile1'],
  [setup('HTTP'), 'http://192.0.2.2:8080/Profile1'],
  [setup('UDP', 'RTP-Multicast'), 'rtsp://192.0.2.2:8554/multicast/Profile1'],
  [setup('RTSP', 'RTP-Multicast'), 'rtsp://192.0.2.2:8554/multicast/Profile1'],
  [setup('HTTP', 'RTP-Multicast'), 'http://192.0.2.2:8080/multicast/Profile1'],
];

// shows STR-05b, STR-53
for (const [StreamSetup, Uri] of streamUris) {
  // shows MED-11
  service(`${StreamSetup.Stream} over ${StreamSetup.Transport.Protocol} is ${Uri}`, async () => {
    const { soap } = underTest();
    const { MediaUri } = await soap.call('GetStreamUri', { ...profile, StreamSetup });
    assert.equal(MediaUri, { Uri, InvalidAfterConnect: false, InvalidAfterReboot: false, Timeout: 'PT0S' });
  });
}

// shows MED-17
service('tells what it can', async () => {
  const { soap } = underTest();
  const { Capabilities } = await soap.call('GetServiceCapabilities', {});
  assert.equal(Capabilities.StreamingCapabilities, {
    RTPMulticast: true,
    RTP_TCP: false,
    RTP_RTSP_TCP: true,
    NonAggregateControl: true,
  });
  assert.equal(await soap.call('GetGuaranteedNumberOfVideoEncoderInstances', source), {
    TotalNumber: 3,
    JPEG: 1,
    H264: 3,
    MPEG4: 1,
  });
  assert.equal(await soap.call('GetAudioSources', {}), { AudioSources: [{ token: 'AudioSource1', Channels: 1 }] });
  assert.equal(await soap.call('GetAudioOutputs', {}), { AudioOutputs: [{ token: 'AudioOutput1' }] });
});

// shows MED-13
service('a started profile is multicast until it is stopped, over a restart too', async () => {
  const { soap, store, restarted } = underTest();
  const tracks = (media: Pick<MediaUnderTest, 'store'>): number => multicastTracks(media.store.entities).length;
  await soap.call('StartMulticastStreaming', profile);
  assert.equal([tracks({ store }), tracks(restarted())], [3, 3]);
  const { Profile } = await soap.call('GetProfile', profile);
  assert.equal(
    [Profile.VideoEncoderConfiguration, Profile.AudioEncoderConfiguration, Profile.MetadataConfiguration].map(
      (one) => one?.Multicast.AutoStart,
    ),
    [true, true, true],
  );
  await soap.call('StopMulticastStreaming', profile);
  assert.equal([tracks({ store }), tracks(restarted())], [0, 0]);
  await soap.validate();
});

service.run();
