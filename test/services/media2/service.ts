import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Media2Operations, media2Operations } from '../../../services/generated/media2-operations.ts';
import type * as tt from '../../../services/generated/tt.ts';
import { createMedia2Service } from '../../../services/media2/service.ts';
import { type MediaUnderTest, mediaUnderTest, toldBy } from '../entities/media-under-test.ts';
import { Exchange } from '../events/exchange.ts';

const service = suite('media2 service');

interface UnderTest extends MediaUnderTest {
  readonly soap: Exchange<Media2Operations>;
  /** The first encoder configuration as the service tells it. */
  readonly encoder: () => Promise<tt.VideoEncoder2Configuration>;
  readonly set: (change: Partial<tt.VideoEncoder2Configuration>) => Promise<string>;
  /** Types of the configurations of a profile. */
  readonly kinds: (token: string) => Promise<readonly string[]>;
}

function underTest(stored?: Map<string, string>): UnderTest {
  const media = mediaUnderTest(stored);
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
    kinds: async (Token) => {
      const { Profiles = [] } = await soap.call('GetProfiles', { Token, Type: ['All'] });
      return Object.keys(Profiles[0]?.Configurations ?? {});
    },
  };
}

const profile = { ProfileToken: 'Profile1' };
const made = { ProfileToken: 'Profile3' };
const source = { ConfigurationToken: 'VideoSourceConfig1' };
const encoder = { ConfigurationToken: 'VideoEncoder2' };

const videoSource: tt.VideoSourceConfiguration = {
  token: 'VideoSourceConfig1',
  Name: 'door',
  UseCount: 0,
  SourceToken: 'VideoSource1',
  Bounds: { x: 0, y: 0, width: 1280, height: 720 },
};

type Requests = Partial<{ [Name in keyof Media2Operations]: Media2Operations[Name]['request'] }>;

/** Every offered operation but SetVideoEncoderConfiguration, in an order in which all of them succeed. */
const requests: Requests = {
  GetServiceCapabilities: {},
  CreateProfile: { Name: 'Night' },
  AddConfiguration: {
    ...made,
    Configuration: [{ Type: 'VideoEncoder', Token: 'VideoEncoder2' }, { Type: 'VideoSource' }],
  },
  GetProfiles: { Type: ['All'] },
  GetVideoSourceConfigurations: {},
  GetVideoSourceConfigurationOptions: { ...made, ...source },
  SetVideoSourceConfiguration: { Configuration: videoSource },
  GetVideoEncoderConfigurations: { ...made, ...encoder },
  GetVideoEncoderConfigurationOptions: { ...made, ...encoder },
  GetVideoEncoderInstances: source,
  GetStreamUri: { ...made, Protocol: 'RtspUnicast' },
  GetSnapshotUri: made,
  SetSynchronizationPoint: made,
  RemoveConfiguration: { ...made, Configuration: [{ Type: 'All' }] },
  DeleteProfile: { Token: 'Profile3' },
};

service('every offered operation answers by the schemas', async () => {
  const { soap, store, set, published, keyFrames } = underTest();
  for (const name of Object.keys(requests) as (keyof Media2Operations)[])
    await soap.call(name, requests[name] as never);
  assert.is(await set({ Name: 'x' }), '');
  await soap.validate();
  assert.equal(keyFrames, ['VideoEncoder2']);
  assert.is(store.entities.profiles.length, 2);
  assert.equal(toldBy(published), [
    'ProfileChanged Profile3',
    'ProfileChanged Profile3',
    'ConfigurationChanged VideoSourceConfig1 VideoSource',
    'ProfileChanged Profile3',
    'ProfileChanged Profile3',
    'ConfigurationChanged VideoEncoder1 VideoEncoder',
  ]);
});

service('has an answer or a reason for each operation of the WSDL', async () => {
  const { handlers } = createMedia2Service(mediaUnderTest());
  assert.equal(Object.keys(handlers).sort(), Object.keys(media2Operations).sort());
  const offered = Object.keys(handlers).filter((name) => typeof handlers[name] === 'function');
  assert.equal(offered.sort(), [...Object.keys(requests), 'SetVideoEncoderConfiguration'].sort());
  const { soap } = underTest();
  assert.is(await soap.refusal('GetMasks', {}), 'Receiver ter:ActionNotSupported');
});

const typeRows: readonly (readonly [types: readonly string[], told: readonly string[] | undefined])[] = [
  [[], undefined],
  [['All'], ['VideoSource', 'VideoEncoder']],
  [['VideoEncoder'], ['VideoEncoder']],
  [
    ['VideoSource', 'VideoEncoder'],
    ['VideoSource', 'VideoEncoder'],
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
        assert.equal(Configurations === undefined ? undefined : Object.keys(Configurations), told);
      }
    },
  );
}

service('GetProfiles with a token tells that profile alone', async () => {
  const { soap } = underTest();
  const { Profiles = [] } = await soap.call('GetProfiles', { Token: 'Profile2' });
  assert.equal(Profiles, [{ token: 'Profile2', fixed: true, Name: 'subStream' }]);
});

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

service('AddConfiguration renames, adds all or nothing, and tells it once', async () => {
  const { soap, store, kinds, published } = underTest();
  await soap.call('CreateProfile', { Name: 'Night' });
  published.length = 0;
  const before = store.entities;
  const bad = [{ Type: 'VideoSource' }, { Type: 'Metadata' }];
  const fault = await soap.refusal('AddConfiguration', { ...made, Name: 'Other', Configuration: bad });
  assert.is(fault, 'Sender ter:InvalidArgVal ter:NoConfig');
  assert.is(store.entities, before);
  await soap.call('AddConfiguration', { ...made, Name: 'Other', Configuration: [{ Type: 'VideoSource' }] });
  assert.equal(toldBy(published), ['ProfileChanged Profile3']);
  assert.equal(await kinds('Profile3'), ['VideoSource']);
  await soap.call('AddConfiguration', { ...made, Name: 'Again' });
  assert.is(store.entities.profiles[2]?.name, 'Again');
});

service('RemoveConfiguration removes in any order, all or nothing', async () => {
  const { soap, store, kinds } = underTest();
  const both = [{ Type: 'VideoSource' }, { Type: 'VideoEncoder' }];
  await soap.call('CreateProfile', { Name: 'Night', Configuration: both });
  const before = store.entities;
  const refusal = (Type: string): Promise<string> =>
    soap.refusal('RemoveConfiguration', { ...made, Configuration: [{ Type }] });
  assert.is(await refusal('VideoSource'), 'Receiver ter:Action ter:ConfigurationConflict');
  assert.is(await refusal('PTZ'), 'Sender ter:InvalidArgVal ter:NoConfig');
  assert.is(store.entities, before);
  await soap.call('RemoveConfiguration', { ...made, Configuration: both });
  assert.equal(await kinds('Profile3'), []);
  assert.is(await refusal('VideoSource'), 'Sender ter:InvalidArgVal ter:NoConfig');
  assert.is(await refusal('All'), '');
});

service('the options hold what is set now', async () => {
  const { soap, encoder: present } = underTest();
  const { Options = [] } = await soap.call('GetVideoEncoderConfigurationOptions', {});
  const { Resolution, Profile, RateControl, Encoding } = await present();
  const [able] = Options;
  assert.ok(able?.ResolutionsAvailable.some((one) => JSON.stringify(one) === JSON.stringify(Resolution)));
  assert.equal([able?.Encoding, able?.GovLengthRange, able?.ConstantBitRateSupported], [Encoding, [1, 300], true]);
  assert.ok(able?.ProfilesSupported?.includes(Profile ?? ''));
  assert.ok(able?.FrameRatesSupported?.includes(RateControl?.FrameRateLimit ?? 0));
});

service('SetVideoEncoderConfiguration keeps what the request leaves out, over a restart too', async () => {
  const { soap, encoder: present, stored } = underTest();
  const before = await present();
  const { RateControl: _rate, GovLength: _length, Profile: _profile, Multicast: _multicast, ...rest } = before;
  await soap.call('SetVideoEncoderConfiguration', { Configuration: { ...rest, Quality: 75 } });
  assert.equal(await present(), { ...before, Quality: 75 });
  assert.equal(await underTest(stored).encoder(), { ...before, Quality: 75 });
});

const modify = 'Sender ter:InvalidArgVal ter:ConfigModify';
const noProfile = 'Sender ter:InvalidArgVal ter:NoProfile';
const noConfig = 'Sender ter:InvalidArgVal ter:NoConfig';
const invalidSetup = 'Sender ter:InvalidArgVal ter:InvalidStreamSetup';

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
  [{ Multicast: group }, modify],
  [{ Encoding: 'H265' }, modify],
  [{ Encoding: 'JPEG' }, modify],
  [{ Resolution: { Width: 1, Height: 1 } }, modify],
  [{ Quality: -1 }, modify],
  [{ GovLength: 301 }, modify],
  [{ Profile: 'Extended' }, modify],
  [rate({ FrameRateLimit: 0 }), modify],
  [{ token: 'VideoEncoder9' }, noConfig],
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
  ['GetStreamUri', { ...profile, Protocol: 'RtspMulticast' }, invalidSetup],
  ['GetStreamUri', { ...profile, Protocol: 'RtspOverHttp' }, invalidSetup],
  ['GetStreamUri', { ...profile, Protocol: 'RtspsUnicast' }, invalidSetup],
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

service.run();
