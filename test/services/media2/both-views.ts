import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type MediaOperations, mediaOperations } from '../../../services/generated/media-operations.ts';
import { type Media2Operations, media2Operations } from '../../../services/generated/media2-operations.ts';
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
    first.map(({ token, Name, UseCount, Encoding, Resolution, Quality, RateControl, H264 }) => ({
      ...{ token, Name, UseCount, Encoding, Resolution, Quality },
      rate: [RateControl?.FrameRateLimit, RateControl?.BitrateLimit],
      video: [H264?.GovLength, H264?.H264Profile],
    })),
    second.map(({ token, Name, UseCount, Encoding, Resolution, Quality, RateControl, GovLength, Profile }) => ({
      ...{ token, Name, UseCount, Encoding, Resolution, Quality },
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
    first.map(({ token, Name, fixed, VideoSourceConfiguration, VideoEncoderConfiguration }) => ({
      ...{ token, Name, fixed },
      holds: [VideoSourceConfiguration, VideoEncoderConfiguration?.token],
    })),
    second.map(({ token, Name, fixed, Configurations }) => ({
      ...{ token, Name, fixed },
      holds: [Configurations?.VideoSource, Configurations?.VideoEncoder?.token],
    })),
  ];
}

async function agree(both: Both): Promise<void> {
  for (const [media, media2] of [await encoders(both), await profiles(both)]) assert.equal(media, media2);
  const sources = await both.one.call('GetVideoSourceConfigurations', {});
  assert.equal(sources, await both.two.call('GetVideoSourceConfigurations', {}));
}

views('agree on profiles, sources and encoders of a fresh camera', async () => {
  const both = bothOf();
  await agree(both);
  const { one, two } = both;
  assert.equal(
    await one.call('GetVideoSourceConfigurationOptions', {}),
    await two.call('GetVideoSourceConfigurationOptions', {}),
  );
});

views('agree on the options, the instances and the URIs', async () => {
  const { one, two } = bothOf();
  const { Options } = await one.call('GetVideoEncoderConfigurationOptions', {});
  const { Options: [able] = [] } = await two.call('GetVideoEncoderConfigurationOptions', {});
  assert.equal(Options.H264?.ResolutionsAvailable, able?.ResolutionsAvailable);
  assert.equal(Options.H264?.H264ProfilesSupported, able?.ProfilesSupported);
  assert.equal(Options.Extension?.H264?.BitrateRange, able?.BitrateRange);
  assert.equal(Options.QualityRange, able?.QualityRange);
  const source = { ConfigurationToken: 'VideoSourceConfig1' };
  const { TotalNumber, H264 } = await one.call('GetGuaranteedNumberOfVideoEncoderInstances', source);
  const { Info } = await two.call('GetVideoEncoderInstances', source);
  assert.equal(Info, { Codec: [{ Encoding: 'H264', Number: H264 }], Total: TotalNumber });
  const profile = { ProfileToken: 'Profile2' };
  const setup = { StreamSetup: { Stream: 'RTP-Unicast', Transport: { Protocol: 'RTSP' } } } as const;
  const { MediaUri } = await one.call('GetStreamUri', { ...profile, ...setup });
  assert.is(MediaUri.Uri, (await two.call('GetStreamUri', { ...profile, Protocol: 'RtspUnicast' })).Uri);
  const snapshot = await one.call('GetSnapshotUri', profile);
  assert.is(snapshot.MediaUri.Uri, (await two.call('GetSnapshotUri', profile)).Uri);
});

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

views.run();
