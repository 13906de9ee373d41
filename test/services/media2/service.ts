import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../hal/boards/board.ts';
import type { ConfigurationKind } from '../../../services/entities/kinds.ts';
import { type Media2Operations, media2Operations } from '../../../services/generated/media2-operations.ts';
import type * as tt from '../../../services/generated/tt.ts';
import { createMedia2Service } from '../../../services/media2/service.ts';
import { plain } from '../entities/boards.ts';
import { type MediaUnderTest, mediaUnderTest, toldBy } from '../entities/media-under-test.ts';
import { Exchange } from '../events/exchange.ts';

const service = suite('media2 service');

interface UnderTest extends MediaUnderTest {
  readonly soap: Exchange<Media2Operations>;
  /** Types of the configurations of a profile. */
  readonly kinds: (token: string) => Promise<readonly string[]>;
}

function underTest(stored?: Map<string, string>, board?: Board): UnderTest {
  const media = mediaUnderTest(stored, board);
  const soap = new Exchange<Media2Operations>(createMedia2Service(media), media2Operations);
  return {
    ...media,
    soap,
    kinds: async (Token) => {
      const { Profiles = [] } = await soap.call('GetProfiles', { Token, Type: ['All'] });
      return Object.keys(Profiles[0]?.Configurations ?? {});
    },
  };
}

const profile = { ProfileToken: 'Profile1' };
const made = { ProfileToken: 'Profile3' };
const source = { ConfigurationToken: 'VideoSourceConfig1' };

const videoSource: tt.VideoSourceConfiguration = {
  token: 'VideoSourceConfig1',
  Name: 'door',
  UseCount: 0,
  SourceToken: 'VideoSource1',
  Bounds: { x: 0, y: 0, width: 1280, height: 720 },
};

type Requests = Partial<{ [Name in keyof Media2Operations]: Media2Operations[Name]['request'] }>;

/** A configuration of each kind, in no order that a profile would need. */
const kinds: readonly (readonly [kind: ConfigurationKind, token: string])[] = [
  ['AudioDecoder', 'AudioDecoder1'],
  ['Metadata', 'Metadata1'],
  ['VideoEncoder', 'VideoEncoder2'],
  ['AudioEncoder', 'AudioEncoder1'],
  ['VideoSource', 'VideoSourceConfig1'],
  ['AudioSource', 'AudioSourceConfig1'],
  ['AudioOutput', 'AudioOutputConfig1'],
];

/** Every offered operation but Set...Configuration, in an order in which all of them succeed. */
const requests: Requests = {
  GetServiceCapabilities: {},
  CreateProfile: { Name: 'Night' },
  AddConfiguration: { ...made, Configuration: kinds.map(([Type, Token]) => ({ Type, Token })) },
  GetProfiles: { Type: ['All'] },
  GetAnalyticsConfigurations: { ...made, ConfigurationToken: 'VideoAnalytics1' },
  ...Object.assign(
    {},
    ...kinds.map(([kind, ConfigurationToken]) => ({
      [`Get${kind}Configurations`]: { ...made, ConfigurationToken },
      [`Get${kind}ConfigurationOptions`]: { ...made, ConfigurationToken },
    })),
  ),
  GetVideoEncoderInstances: source,
  GetStreamUri: { ...made, Protocol: 'RtspUnicast' },
  GetSnapshotUri: made,
  SetSynchronizationPoint: made,
  StartMulticastStreaming: made,
  StopMulticastStreaming: made,
  RemoveConfiguration: { ...made, Configuration: [{ Type: 'All' }] },
  DeleteProfile: { Token: 'Profile3' },
};

/** Operations of features, which have suites of their own. */
const overlays = ['Create$', 'Delete$', 'Get$Options', 'Get$s', 'Set$'].flatMap((name) => [
  name.replace('$', 'Mask'),
  name.replace('$', 'OSD'),
]);

for (const tls of [false, true]) {
  // shows MD2-06, MD2-07, MD2-11
  service(`every offered operation answers by the schemas, ${tls ? 'with' : 'without'} TLS`, async () => {
    const { soap, store, published, keyFrames, tls: secure } = underTest();
    secure.on = tls;
    for (const name of Object.keys(requests) as (keyof Media2Operations)[])
      await soap.call(name, requests[name] as never);
    await soap.validate();
    assert.equal(keyFrames, ['VideoEncoder2', 'Metadata1']);
    assert.is(store.entities.profiles.length, 2);
    const streams = ['VideoEncoder2 VideoEncoder', 'AudioEncoder1 AudioEncoder', 'Metadata1 Metadata'];
    const switched = streams.map((one) => `ConfigurationChanged ${one}`);
    const profileChanged = ['ProfileChanged Profile3', 'ProfileChanged Profile3'];
    assert.equal(toldBy(published), [...profileChanged, ...switched, ...switched, ...profileChanged]);
  });
}

for (const [kind, token] of kinds) {
  service(`Set${kind}Configuration takes back what was told, with another name, and tells it`, async () => {
    const { soap, published, store, restarted } = underTest();
    const before = store.entities;
    const get = `Get${kind}Configurations` as 'GetVideoSourceConfigurations';
    const { Configurations: [present] = [] } = await soap.call(get, { ConfigurationToken: token });
    if (present === undefined) throw new Error(`no ${kind}`);
    const set = `Set${kind}Configuration` as 'SetVideoSourceConfiguration';
    await soap.call(set, { Configuration: { ...present, Name: 'door' } });
    const expected = before[kind].map((entity) => (entity.token === token ? { ...entity, name: 'door' } : entity));
    assert.equal(restarted().store.entities[kind], expected);
    assert.equal(toldBy(published), [`ConfigurationChanged ${token} ${kind}`]);
  });
}

service('has an answer or a reason for each operation of the WSDL', async () => {
  const { handlers } = createMedia2Service(mediaUnderTest());
  assert.equal(Object.keys(handlers).sort(), Object.keys(media2Operations).sort());
  const offered = Object.keys(handlers).filter((name) => typeof handlers[name] === 'function');
  const sets = kinds.map(([kind]) => `Set${kind}Configuration`);
  assert.equal(offered.sort(), [...Object.keys(requests), ...sets, ...overlays].sort());
  const { soap } = underTest();
  assert.is(await soap.refusal('GetWebRTCConfigurations', {}), 'Receiver ter:ActionNotSupported');
});

service('a board without microphone and speaker refuses what is for them, and does not claim it', async () => {
  const { soap } = underTest(new Map(), plain);
  for (const name of Object.keys(requests).filter((one) => /Audio.*Configuration/.test(one)))
    assert.is(await soap.refusal(name as 'GetProfiles', {}), 'Receiver ter:ActionNotSupported', name);
  const { Capabilities } = await soap.call('GetServiceCapabilities', {});
  const supported = ['VideoSource', 'VideoEncoder', 'Metadata', 'Analytics'];
  assert.equal(Capabilities.ProfileCapabilities.ConfigurationsSupported, supported);
  const audio = [{ Type: 'AudioSource' }];
  const fault = await soap.refusal('AddConfiguration', { ...profile, Configuration: audio });
  assert.is(fault, 'Sender ter:InvalidArgVal ter:NoConfig');
  await soap.validate();
});

const typeRows: readonly (readonly [types: readonly string[], told: readonly string[] | undefined])[] = [
  [[], undefined],
  [
    ['All'],
    [
      'VideoSource',
      'AudioSource',
      'VideoEncoder',
      'AudioEncoder',
      'Metadata',
      'AudioOutput',
      'AudioDecoder',
      'Analytics',
    ],
  ],
  [['VideoEncoder'], ['VideoEncoder']],
  [
    ['VideoSource', 'VideoEncoder'],
    ['VideoSource', 'VideoEncoder'],
  ],
  [
    ['AudioDecoder', 'Metadata'],
    ['Metadata', 'AudioDecoder'],
  ],
  [['Audio', 'PTZ'], []],
];

for (const [types, told] of typeRows) {
  service(
    `GetProfiles with the types ${types.join(' ') || '(none)'} tells ${told?.join(' ') ?? 'no set at all'}`,
    async () => {
      const { soap } = underTest();
      const { Profiles = [] } = await soap.call('GetProfiles', { Type: types });
      assert.is(Profiles.length, 2);
      for (const { Configurations } of Profiles) {
        assert.equal(Configurations === undefined ? undefined : Object.keys(Configurations).sort(), told?.toSorted());
      }
    },
  );
}

// shows MD2-01
service('GetProfiles with a token tells that profile alone', async () => {
  const { soap } = underTest();
  const { Profiles = [] } = await soap.call('GetProfiles', { Token: 'Profile2' });
  assert.equal(Profiles, [{ token: 'Profile2', fixed: true, Name: 'subStream' }]);
});

// shows MD2-01, MD2-03
service('CreateProfile takes its configurations at once, in any order, or makes no profile', async () => {
  const { soap, store, kinds } = underTest();
  const both = [{ Type: 'VideoEncoder' }, { Type: 'VideoSource', Token: 'VideoSourceConfig1' }];
  const { Token } = await soap.call('CreateProfile', { Name: 'Night', Configuration: both });
  assert.equal(await kinds(Token), ['VideoSource', 'VideoEncoder']);
  const bad = [{ Type: 'VideoSource' }, { Type: 'VideoEncoder', Token: 'X' }];
  const fault = await soap.refusal('CreateProfile', { Name: 'Bad', Configuration: bad });
  assert.is(fault, 'Sender ter:InvalidArgVal ter:NoConfig');
  assert.is(store.entities.profiles.length, 3);
});

// shows MD2-02, MD2-19
service('AddConfiguration renames, adds all or nothing, and tells it once', async () => {
  const { soap, store, kinds, published } = underTest();
  await soap.call('CreateProfile', { Name: 'Night' });
  published.length = 0;
  const before = store.entities;
  const bad = [{ Type: 'VideoSource' }, { Type: 'PTZ' }];
  const fault = await soap.refusal('AddConfiguration', { ...made, Name: 'Other', Configuration: bad });
  assert.is(fault, 'Sender ter:InvalidArgVal ter:NoConfig');
  assert.is(store.entities, before);
  await soap.call('AddConfiguration', { ...made, Name: 'Other', Configuration: [{ Type: 'VideoSource' }] });
  assert.equal(toldBy(published), ['ProfileChanged Profile3']);
  assert.equal(await kinds('Profile3'), ['VideoSource']);
  await soap.call('AddConfiguration', { ...made, Name: 'Again' });
  assert.is(store.entities.profiles[2]?.name, 'Again');
});

// shows MD2-02, MD2-03
service('RemoveConfiguration removes in any order, all or nothing', async () => {
  const { soap, store, kinds } = underTest();
  const both = [{ Type: 'VideoSource' }, { Type: 'VideoEncoder' }];
  await soap.call('CreateProfile', { Name: 'Night', Configuration: both });
  const before = store.entities;
  const refusal = (Type: string): Promise<string> =>
    soap.refusal('RemoveConfiguration', { ...made, Configuration: [{ Type }] });
  assert.is(await refusal('VideoSource'), 'Receiver ter:Action ter:ConfigurationConflict');
  for (const absent of ['PTZ', 'Receiver', 'AudioOutput']) assert.is(await refusal(absent), '');
  assert.is(store.entities, before);
  await soap.call('RemoveConfiguration', { ...made, Configuration: both });
  assert.equal(await kinds('Profile3'), []);
  assert.is(await refusal('VideoSource'), '');
  assert.is(await refusal('All'), '');
});

const modify = 'Sender ter:InvalidArgVal ter:ConfigModify';
const noProfile = 'Sender ter:InvalidArgVal ter:NoProfile';
const noConfig = 'Sender ter:InvalidArgVal ter:NoConfig';
const invalidSetup = 'Sender ter:InvalidArgVal ter:InvalidStreamSetup';

const unknown = { ProfileToken: 'X' };
const unknownConfig = { ConfigurationToken: 'X' };

const refused: readonly (readonly [name: keyof Media2Operations, request: object, fault: string])[] = [
  ['GetProfiles', { Token: 'X' }, noProfile],
  [
    'CreateProfile',
    { Name: 'x', Configuration: [{ Type: 'VideoEncoder' }] },
    'Receiver ter:Action ter:ConfigurationConflict',
  ],
  ['DeleteProfile', { Token: 'X' }, noProfile],
  ['DeleteProfile', { Token: 'Profile1' }, 'Sender ter:Action ter:DeletionOfFixedProfile'],
  ['AddConfiguration', unknown, noProfile],
  ['AddConfiguration', { ...unknown, Name: 'x' }, noProfile],
  ['RemoveConfiguration', { ...unknown, Configuration: [{ Type: 'All' }] }, noProfile],
  ['GetVideoSourceConfigurations', unknownConfig, noConfig],
  ['GetVideoEncoderConfigurations', unknown, noProfile],
  ['GetVideoSourceConfigurationOptions', unknown, noProfile],
  ['GetVideoEncoderConfigurationOptions', unknownConfig, noConfig],
  ['GetVideoEncoderInstances', unknownConfig, noConfig],
  ['SetVideoSourceConfiguration', { Configuration: { ...videoSource, token: 'X' } }, noConfig],
  ['SetVideoSourceConfiguration', { Configuration: { ...videoSource, SourceToken: 'X' } }, modify],
  ['GetStreamUri', { ...unknown, Protocol: 'RtspUnicast' }, noProfile],
  ['GetStreamUri', { ...profile, Protocol: 'RtspsUnicast' }, invalidSetup],
  ['GetStreamUri', { ...profile, Protocol: 'RtspsMulticast' }, invalidSetup],
  ['GetStreamUri', { ...profile, Protocol: 'rtsp' }, invalidSetup],
  ['StartMulticastStreaming', unknown, noProfile],
  ['StopMulticastStreaming', unknown, noProfile],
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

service('the 17th profile is one too many', async () => {
  const { soap } = underTest();
  for (let left = 14; left > 0; left -= 1) await soap.call('CreateProfile', { Name: 'x' });
  assert.is(await soap.refusal('CreateProfile', { Name: 'x' }), 'Receiver ter:Action ter:MaxNVTProfiles');
});

const streamUris: readonly (readonly [protocol: string, uri: string])[] = [
  ['RtspUnicast', 'rtsp://192.0.2.2:8554/Profile1'],
  ['RTSP', 'rtsp://192.0.2.2:8554/Profile1'],
  ['RtspMulticast', 'rtsp://192.0.2.2:8554/multicast/Profile1'],
  ['RtspOverHttp', 'http://192.0.2.2:8080/Profile1'],
  ['RtspsUnicast', 'rtsps://192.0.2.2:322/Profile1'],
  ['RtspsMulticast', 'rtsps://192.0.2.2:322/multicast/Profile1'],
];

// shows MD2-10
service('has a URI for each protocol', async () => {
  const { soap, tls } = underTest();
  tls.on = true;
  for (const [Protocol, Uri] of streamUris) {
    assert.equal(await soap.call('GetStreamUri', { ...profile, Protocol }), { Uri });
  }
});

const origins: readonly (readonly [origin: string, uri: string, tls: boolean])[] = [
  ['http://192.0.2.2:8080', 'ws:/onvif/rtsp', false],
  ['https://192.0.2.2', 'wss:/onvif/rtsp', true],
];

for (const [origin, RTSPWebSocketUri, tls] of origins) {
  // shows MD2-18
  service(`tells what it can to a client that came by ${origin}`, async () => {
    const media = underTest();
    media.tls.on = tls;
    const expected = {
      RTSPStreaming: true,
      SecureRTSPStreaming: tls,
      RTPMulticast: true,
      RTP_RTSP_TCP: true,
      NonAggregateControl: true,
      RTSPWebSocketUri,
      AutoStartMulticast: true,
    };
    const { Capabilities } = await media.soap.call('GetServiceCapabilities', {}, { origin });
    assert.equal(Capabilities.StreamingCapabilities, expected);
    const told = createMedia2Service(media).capabilities(origin) as typeof Capabilities;
    assert.equal(told.StreamingCapabilities, expected);
  });
}

// shows MD2-05
service('tells the encoder instances of each codec', async () => {
  const { Info } = await underTest().soap.call('GetVideoEncoderInstances', source);
  const counts = { H264: 3, H265: 2, JPEG: 1, 'MPV4-ES': 1 };
  const Codec = Object.entries(counts).map(([Encoding, count]) => ({ Encoding, Number: count }));
  assert.equal(Info, { Codec, Total: 3 });
});

service.run();
