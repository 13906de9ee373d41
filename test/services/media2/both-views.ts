import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { multicastTracks } from '../../../services/entities/streams/media-state.ts';
import { type MediaOperations, mediaOperations } from '../../../services/generated/media-operations.ts';
import { type Media2Operations, media2Operations } from '../../../services/generated/media2-operations.ts';
import type * as tt from '../../../services/generated/tt.ts';
import { createMediaService } from '../../../services/media/service.ts';
import { createMedia2Service } from '../../../services/media2/service.ts';
import { type MediaUnderTest, mediaUnderTest } from '../entities/media-under-test.ts';
import { Exchange } from '../events/exchange.ts';

const views = suite('media and media2');

interface Both {
  readonly media: MediaUnderTest;
  readonly one: Exchange<MediaOperations>;
  readonly two: Exchange<Media2Operations>;
}

function bothOf(media: MediaUnderTest = mediaUnderTest()): Both {
  return {
    media,
    one: new Exchange<MediaOperations>(createMediaService(media), mediaOperations),
    two: new Exchange<Media2Operations>(createMedia2Service(media), media2Operations),
  };
}

/** The facts of encoder configurations that both services can tell, as each tells them. */
async function encoders({ one, two }: Both): Promise<readonly [media: unknown, media2: unknown]> {
  const { Configurations: first = [] } = await one.call('GetVideoEncoderConfigurations', {});
  const { Configurations: second = [] } = await two.call('GetVideoEncoderConfigurations', {});
  return [
    first.map(({ token, Name, UseCount, Encoding, Resolution, Quality, RateControl, H264, Multicast }) => ({
      ...{ token, Name, UseCount, Encoding, Resolution, Quality, Multicast },
      rate: [RateControl?.FrameRateLimit, RateControl?.BitrateLimit],
      video: [H264?.GovLength, H264?.H264Profile],
    })),
    second.map(({ RateControl, GovLength, Profile, ...common }) => ({
      ...common,
      rate: [RateControl?.FrameRateLimit, RateControl?.BitrateLimit],
      video: [GovLength, Profile],
    })),
  ];
}

/** Profiles with the tokens of what they hold, as each service tells them. */
async function profiles({ one, two }: Both): Promise<readonly [media: unknown, media2: unknown]> {
  const { Profiles: first = [] } = await one.call('GetProfiles', {});
  const { Profiles: second = [] } = await two.call('GetProfiles', { Type: ['All'] });
  return [
    first.map((one) => ({
      ...{ token: one.token, Name: one.Name, fixed: one.fixed },
      holds: [one.VideoSourceConfiguration, one.AudioSourceConfiguration, one.MetadataConfiguration],
      tokens: [one.VideoEncoderConfiguration?.token, one.AudioEncoderConfiguration?.token],
      speaker: [one.Extension?.AudioOutputConfiguration, one.Extension?.AudioDecoderConfiguration],
    })),
    second.map(({ token, Name, fixed, Configurations }) => ({
      ...{ token, Name, fixed },
      holds: [Configurations?.VideoSource, Configurations?.AudioSource, Configurations?.Metadata],
      tokens: [Configurations?.VideoEncoder?.token, Configurations?.AudioEncoder?.token],
      speaker: [Configurations?.AudioOutput, Configurations?.AudioDecoder],
    })),
  ];
}

/** What both tell of the configurations that are no video encoders, in the words that both have. */
async function others({ one, two }: Both): Promise<readonly (readonly [media: unknown, media2: unknown])[]> {
  const audio = (
    list: readonly tt.AudioEncoder2Configuration[] | readonly tt.AudioEncoderConfiguration[] = [],
  ): unknown =>
    list.map(({ token, Name, UseCount, Bitrate, SampleRate, Multicast }) => ({
      ...{ token, Name, UseCount, Bitrate, SampleRate, Multicast },
    }));
  return [
    [await one.call('GetVideoSourceConfigurations', {}), await two.call('GetVideoSourceConfigurations', {})],
    [await one.call('GetAudioSourceConfigurations', {}), await two.call('GetAudioSourceConfigurations', {})],
    [await one.call('GetAudioOutputConfigurations', {}), await two.call('GetAudioOutputConfigurations', {})],
    [await one.call('GetAudioDecoderConfigurations', {}), await two.call('GetAudioDecoderConfigurations', {})],
    [await one.call('GetMetadataConfigurations', {}), await two.call('GetMetadataConfigurations', {})],
    [
      audio((await one.call('GetAudioEncoderConfigurations', {})).Configurations),
      audio((await two.call('GetAudioEncoderConfigurations', {})).Configurations),
    ],
  ];
}

async function agree(both: Both): Promise<void> {
  const all = [await encoders(both), await profiles(both), ...(await others(both))];
  for (const [media, media2] of all) assert.equal(media, media2);
}

views('agree on profiles, sources and encoders of a fresh camera', async () => {
  const both = bothOf();
  await agree(both);
  const { one, two } = both;
  const kinds = ['VideoSource', 'AudioSource', 'AudioOutput', 'Metadata'] as const;
  for (const kind of kinds) {
    const name = `Get${kind}ConfigurationOptions` as const;
    assert.equal(await one.call(name, {}), await two.call(name, {}));
  }
});

// shows MED-06
views('agree on the options, the instances and the URIs', async () => {
  const { one, two } = bothOf();
  const { Options } = await one.call('GetVideoEncoderConfigurationOptions', {});
  const { Options: [able, ...others] = [] } = await two.call('GetVideoEncoderConfigurationOptions', {});
  assert.equal(Options.H264?.ResolutionsAvailable, able?.ResolutionsAvailable);
  assert.equal(Options.H264?.H264ProfilesSupported, able?.ProfilesSupported);
  assert.equal(Options.Extension?.H264?.BitrateRange, able?.BitrateRange);
  const jpeg = others.find(({ Encoding }) => Encoding === 'JPEG');
  assert.equal(Options.JPEG?.ResolutionsAvailable, jpeg?.ResolutionsAvailable);
  assert.equal(Options.Extension?.JPEG?.BitrateRange, jpeg?.BitrateRange);
  assert.equal(Options.QualityRange, jpeg?.QualityRange);
  const source = { ConfigurationToken: 'VideoSourceConfig1' };
  const { TotalNumber, H264, JPEG } = await one.call('GetGuaranteedNumberOfVideoEncoderInstances', source);
  const { Info } = await two.call('GetVideoEncoderInstances', source);
  const count = (codec: string): number | undefined => Info.Codec?.find(({ Encoding }) => Encoding === codec)?.Number;
  assert.equal([count('H264'), count('JPEG'), Info.Total], [H264, JPEG, TotalNumber]);
  const profile = { ProfileToken: 'Profile2' };
  const setup = { StreamSetup: { Stream: 'RTP-Unicast', Transport: { Protocol: 'RTSP' } } } as const;
  const { MediaUri } = await one.call('GetStreamUri', { ...profile, ...setup });
  assert.is(MediaUri.Uri, (await two.call('GetStreamUri', { ...profile, Protocol: 'RtspUnicast' })).Uri);
  const snapshot = await one.call('GetSnapshotUri', profile);
  assert.is(snapshot.MediaUri.Uri, (await two.call('GetSnapshotUri', profile)).Uri);
});

// shows MED-05, MD2-05, MED-19
views('an encoder set in Media is seen in Media2, and after a restart', async () => {
  const both = bothOf();
  const { Configuration } = await both.one.call('GetVideoEncoderConfiguration', {
    ConfigurationToken: 'VideoEncoder1',
  });
  const changed = {
    ...Configuration,
    Name: 'door',
    Resolution: { Width: 800, Height: 448 },
    RateControl: { FrameRateLimit: 12, EncodingInterval: 1, BitrateLimit: 1500 },
    H264: { GovLength: 24, H264Profile: 'High' },
  } as const;
  await both.one.call('SetVideoEncoderConfiguration', { Configuration: changed, ForcePersistence: true });
  for (const seen of [both, bothOf(both.media.restarted())]) {
    await agree(seen);
    const { Configurations: [first] = [] } = await seen.two.call('GetVideoEncoderConfigurations', {});
    assert.equal(first?.Resolution, changed.Resolution);
    assert.equal([first?.Name, first?.GovLength, first?.Profile], ['door', 24, 'High']);
  }
});

views('an encoder set in Media2 is seen in Media, and after a restart', async () => {
  const both = bothOf();
  const { Configurations: [first] = [] } = await both.two.call('GetVideoEncoderConfigurations', {});
  if (first === undefined) throw new Error('no encoder');
  const RateControl = { ConstantBitRate: false, FrameRateLimit: 5, BitrateLimit: 300 };
  const Configuration = { ...first, Resolution: { Width: 320, Height: 180 }, GovLength: 10, RateControl };
  await both.two.call('SetVideoEncoderConfiguration', { Configuration });
  for (const seen of [both, bothOf(both.media.restarted())]) {
    await agree(seen);
    const token = { ConfigurationToken: first.token };
    const { Configuration: found } = await seen.one.call('GetVideoEncoderConfiguration', token);
    assert.equal(found.Resolution, Configuration.Resolution);
    assert.equal(found.RateControl, { FrameRateLimit: 5, EncodingInterval: 1, BitrateLimit: 300 });
    const { Configurations: [again] = [] } = await seen.two.call('GetVideoEncoderConfigurations', {});
    assert.equal(again?.RateControl, RateControl);
  }
});

views('an encoder that Media writes back keeps what only Media2 can tell', async () => {
  const { media, one, two } = bothOf();
  const { Configurations: [first] = [] } = await two.call('GetVideoEncoderConfigurations', {});
  if (first === undefined) throw new Error('no encoder');
  const RateControl = { ConstantBitRate: false, FrameRateLimit: 15, BitrateLimit: 300 };
  await two.call('SetVideoEncoderConfiguration', { Configuration: { ...first, RateControl } });
  const { entities } = media.store;
  const token = { ConfigurationToken: first.token };
  const { Configuration } = await one.call('GetVideoEncoderConfiguration', token);
  await one.call('SetVideoEncoderConfiguration', { Configuration, ForcePersistence: true });
  assert.equal(media.store.entities, entities);
});

views('a profile made in one view is seen, filled and deleted in the other', async () => {
  const both = bothOf();
  const { one, two } = both;
  const { Token: ProfileToken } = await two.call('CreateProfile', { Name: 'Night' });
  await agree(both);
  await one.call('AddVideoSourceConfiguration', { ProfileToken, ConfigurationToken: 'VideoSourceConfig1' });
  await two.call('AddConfiguration', { ProfileToken, Configuration: [{ Type: 'VideoEncoder' }] });
  await agree(both);
  await agree(bothOf(both.media.restarted()));
  await one.call('DeleteProfile', { ProfileToken });
  await agree(both);
  assert.is(await two.refusal('GetProfiles', { Token: ProfileToken }), 'Sender ter:InvalidArgVal ter:NoProfile');
});

views('an encoder that Media2 turns to H.265 leaves Media, and comes back with H.264', async () => {
  const both = bothOf();
  const { one, two } = both;
  const { Configurations: [, second] = [] } = await two.call('GetVideoEncoderConfigurations', {});
  if (second === undefined) throw new Error('no encoder');
  const tokens = async (): Promise<readonly (string | undefined)[]> =>
    (await one.call('GetProfiles', {})).Profiles?.map(
      ({ VideoEncoderConfiguration }) => VideoEncoderConfiguration?.token,
    ) ?? [];
  await two.call('SetVideoEncoderConfiguration', { Configuration: { ...second, Encoding: 'H265' } });
  assert.equal(await tokens(), ['VideoEncoder1', undefined]);
  const setup = { Stream: 'RTP-Unicast', Transport: { Protocol: 'RTSP' } } as const;
  const { MediaUri } = await one.call('GetStreamUri', { ProfileToken: 'Profile2', StreamSetup: setup });
  assert.is(MediaUri.Uri, 'rtsp://192.0.2.2:8554/Profile2');
  await two.call('SetVideoEncoderConfiguration', { Configuration: second });
  assert.equal(await tokens(), ['VideoEncoder1', 'VideoEncoder2']);
  await agree(both);
});

// shows MED-07, MED-08, MED-09, MD2-06, MD2-07, MD2-08
views('groups, sound, speaker and metadata that one view sets are seen in the other', async () => {
  const both = bothOf();
  const { one, two } = both;
  const Multicast = {
    Address: { Type: 'IPv6', IPv6Address: 'ff15::42' },
    Port: 5004,
    TTL: 9,
    AutoStart: true,
  } as const;
  const { Configuration } = await one.call('GetAudioEncoderConfiguration', { ConfigurationToken: 'AudioEncoder1' });
  const aac = { Encoding: 'AAC', Bitrate: 128, SampleRate: 44 } as const;
  await one.call('SetAudioEncoderConfiguration', {
    Configuration: { ...Configuration, ...aac, Multicast },
    ForcePersistence: true,
  });
  const { Configurations: [audio] = [] } = await two.call('GetAudioEncoderConfigurations', {});
  assert.equal([audio?.Encoding, audio?.Multicast], ['mpeg4-generic', Multicast]);
  const { Configurations: [speaker] = [] } = await two.call('GetAudioOutputConfigurations', {});
  if (speaker === undefined) throw new Error('no speaker');
  await two.call('SetAudioOutputConfiguration', { Configuration: { ...speaker, OutputLevel: 7 } });
  const { Configurations: [metadata] = [] } = await two.call('GetMetadataConfigurations', {});
  if (metadata === undefined) throw new Error('no metadata');
  await two.call('SetMetadataConfiguration', {
    Configuration: { ...metadata, CompressionType: 'GZIP', Multicast: { ...Multicast, Port: 5006 } },
  });
  for (const seen of [both, bothOf(both.media.restarted())]) {
    await agree(seen);
    const output = await seen.one.call('GetAudioOutputConfiguration', { ConfigurationToken: 'AudioOutputConfig1' });
    assert.is(output.Configuration.OutputLevel, 7);
  }
});

// shows MED-13, MD2-13
views('a profile that one view starts is stopped by the other', async () => {
  const both = bothOf();
  await both.one.call('StartMulticastStreaming', { ProfileToken: 'Profile1' });
  await agree(both);
  assert.is(multicastTracks(both.media.store.entities).length, 3);
  await both.two.call('StopMulticastStreaming', { ProfileToken: 'Profile1' });
  await agree(both);
  assert.equal(multicastTracks(both.media.store.entities), []);
});

views.run();
