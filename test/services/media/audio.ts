import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../hal/boards/board.ts';
import type { AudioEncoderEntity } from '../../../services/entities/kinds/audio-encoder/change.ts';
import type { AudioOutputEntity } from '../../../services/entities/kinds/audio-output/audio-output.ts';
import { type MediaOperations, mediaOperations } from '../../../services/generated/media-operations.ts';
import type * as tt from '../../../services/generated/tt.ts';
import { createMediaService } from '../../../services/media/service.ts';
import { full } from '../entities/boards.ts';
import { type MediaUnderTest, mediaUnderTest } from '../entities/media-under-test.ts';
import { Exchange } from '../events/exchange.ts';

const audio = suite('media audio');

const modify = 'Sender ter:InvalidArgVal ter:ConfigModify';

function exchange(media: MediaUnderTest): Exchange<MediaOperations> {
  return new Exchange<MediaOperations>(createMediaService(media), mediaOperations);
}

const format = (
  Encoding: tt.AudioEncoding,
  Bitrate: number,
  SampleRate: number,
): Partial<tt.AudioEncoderConfiguration> => ({ Encoding, Bitrate, SampleRate });

type Becomes = Partial<AudioEncoderEntity> | undefined;

/** A wish, and what the configuration becomes; refused when undefined. */
const wishes: readonly (readonly [wish: Partial<tt.AudioEncoderConfiguration>, becomes: Becomes])[] = [
  [{}, {}],
  [format('G711', 64, 8), { codec: 'PCMU' }],
  [format('G726', 24, 8), { codec: 'G726', bitrate: 24 }],
  [format('AAC', 64, 16), { codec: 'mpeg4-generic', sampleRate: 16_000 }],
  [format('AAC', 128, 44), { codec: 'mpeg4-generic', bitrate: 128, sampleRate: 44_100 }],
  [{ SessionTimeout: 'PT5S' }, { sessionTimeout: 10 }],
  [format('G711', 32, 8), undefined],
  [format('AAC', 64, 8), undefined],
  [format('AAC', 64, 16_000), undefined],
  [
    { SessionTimeout: 'PT5S', Name: 'x'.repeat(64) },
    { sessionTimeout: 10, name: 'x'.repeat(64) },
  ],
  [{ Multicast: { Address: { Type: 'IPv4', IPv4Address: '10.0.0.1' }, Port: 2, TTL: 1, AutoStart: false } }, undefined],
];

for (const [wish, becomes] of wishes) {
  audio(`SetAudioEncoderConfiguration ${JSON.stringify(wish).slice(0, 80)}: ${becomes ? 'done' : modify}`, async () => {
    const media = mediaUnderTest();
    const [before] = media.store.entities.AudioEncoder;
    const soap = exchange(media);
    const token = { ConfigurationToken: 'AudioEncoder1' };
    const { Configuration } = await soap.call('GetAudioEncoderConfiguration', token);
    const request = { Configuration: { ...Configuration, ...wish }, ForcePersistence: true };
    assert.is(await soap.refusal('SetAudioEncoderConfiguration', request), becomes ? '' : modify);
    assert.equal(media.store.entities.AudioEncoder, [{ ...before, ...becomes }]);
  });
}

// shows COD-14
audio('both laws of G.711 are one, and A-law stays A-law', async () => {
  const media = mediaUnderTest();
  const { entities } = media.store;
  const AudioEncoder = entities.AudioEncoder.map((one) => ({ ...one, codec: 'PCMA' as const }));
  await media.store.change((present) => ({ next: { ...present, AudioEncoder }, changes: [] }));
  const soap = exchange(media);
  const { Configurations: [first] = [] } = await soap.call('GetAudioEncoderConfigurations', {});
  if (first === undefined) throw new Error('no encoder');
  assert.is(first.Encoding, 'G711');
  await soap.call('SetAudioEncoderConfiguration', { Configuration: first, ForcePersistence: true });
  assert.equal(media.store.entities.AudioEncoder, AudioEncoder);
  const { Options } = await soap.call('GetAudioEncoderConfigurationOptions', {});
  assert.equal(Options.Options, [
    { Encoding: 'G711', BitrateList: { Items: [64] }, SampleRateList: { Items: [8] } },
    { Encoding: 'G726', BitrateList: { Items: [16, 24, 32, 40] }, SampleRateList: { Items: [8] } },
    { Encoding: 'AAC', BitrateList: { Items: [32, 64, 128] }, SampleRateList: { Items: [16, 44, 48] } },
  ]);
});

const outputs: readonly (readonly [
  wish: Partial<tt.AudioOutputConfiguration>,
  becomes: Partial<AudioOutputEntity> | undefined,
])[] = [
  [{}, {}],
  [{ OutputLevel: 0 }, { level: 0 }],
  [{ OutputLevel: 100 }, { level: 100 }],
  [{ OutputLevel: 101 }, undefined],
  [{ OutputLevel: -1 }, undefined],
  [{ SendPrimacy: 'www.onvif.org/ver20/HalfDuplex/Client' }, { primacy: 'Client' }],
  [{ SendPrimacy: 'www.onvif.org/ver20/HalfDuplex/Both' }, undefined],
  [{ OutputToken: 'AudioOutput2' }, undefined],
];

for (const [wish, becomes] of outputs) {
  audio(`SetAudioOutputConfiguration ${JSON.stringify(wish)}: ${becomes ? 'done' : modify}`, async () => {
    const media = mediaUnderTest();
    const [before] = media.store.entities.AudioOutput;
    const soap = exchange(media);
    const token = { ConfigurationToken: 'AudioOutputConfig1' };
    const { Configuration } = await soap.call('GetAudioOutputConfiguration', token);
    const request = { Configuration: { ...Configuration, ...wish }, ForcePersistence: true };
    assert.is(await soap.refusal('SetAudioOutputConfiguration', request), becomes ? '' : modify);
    assert.equal(media.store.entities.AudioOutput, [{ ...before, ...becomes }]);
  });
}

audio('a primacy that is left out stays', async () => {
  const soap = exchange(mediaUnderTest());
  const token = { ConfigurationToken: 'AudioOutputConfig1' };
  const { Configuration } = await soap.call('GetAudioOutputConfiguration', token);
  const { SendPrimacy, ...rest } = Configuration;
  assert.is(SendPrimacy, 'www.onvif.org/ver20/HalfDuplex/Auto');
  await soap.call('SetAudioOutputConfiguration', { Configuration: rest, ForcePersistence: true });
  assert.equal((await soap.call('GetAudioOutputConfiguration', token)).Configuration, Configuration);
});

audio('the decoder takes what the speaker plays: mu-law alone where the board says nothing', async () => {
  const options = async (board: Board): Promise<unknown> =>
    (await exchange(mediaUnderTest(new Map(), board)).call('GetAudioDecoderConfigurationOptions', {})).Options;
  const g711 = { Bitrate: { Items: [64] }, SampleRateRange: { Items: [8] } };
  assert.equal(await options(full), {
    AACDecOptions: { Bitrate: { Items: [32, 64] }, SampleRateRange: { Items: [16] } },
    G711DecOptions: g711,
  });
  const { audioDecoders: _decoders, ...silent } = full;
  assert.equal(await options(silent), { G711DecOptions: g711 });
});

audio('another microphone must be one of the board', async () => {
  const soap = exchange(mediaUnderTest());
  const { Configurations: [first] = [] } = await soap.call('GetAudioSourceConfigurations', {});
  if (first === undefined) throw new Error('no source');
  const Configuration = { ...first, SourceToken: 'AudioSource2' };
  assert.is(await soap.refusal('SetAudioSourceConfiguration', { Configuration, ForcePersistence: true }), modify);
});

audio.run();
