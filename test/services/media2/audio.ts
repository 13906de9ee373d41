import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Media2Operations, media2Operations } from '../../../services/generated/media2-operations.ts';
import type * as tt from '../../../services/generated/tt.ts';
import { createMedia2Service } from '../../../services/media2/service.ts';
import { type MediaUnderTest, mediaUnderTest } from '../entities/media-under-test.ts';
import { Exchange } from '../events/exchange.ts';

const audio = suite('media2 audio');

const modify = 'Sender ter:InvalidArgVal ter:ConfigModify';

interface UnderTest extends MediaUnderTest {
  readonly soap: Exchange<Media2Operations>;
  readonly encoder: () => Promise<tt.AudioEncoder2Configuration>;
  readonly set: (wish: Partial<tt.AudioEncoder2Configuration>) => Promise<string>;
}

function underTest(): UnderTest {
  const media = mediaUnderTest();
  const soap = new Exchange<Media2Operations>(createMedia2Service(media), media2Operations);
  const encoder = async (): Promise<tt.AudioEncoder2Configuration> => {
    const { Configurations: [first] = [] } = await soap.call('GetAudioEncoderConfigurations', {});
    if (first === undefined) throw new Error('no encoder');
    return first;
  };
  const set = async (wish: Partial<tt.AudioEncoder2Configuration>): Promise<string> =>
    soap.refusal('SetAudioEncoderConfiguration', { Configuration: { ...(await encoder()), ...wish } });
  return { ...media, soap, encoder, set };
}

const wishes: readonly (readonly [wish: Partial<tt.AudioEncoder2Configuration>, fault: string])[] = [
  [{ Encoding: 'PCMA' }, ''],
  [{ Encoding: 'G726', Bitrate: 40 }, ''],
  [{ Encoding: 'mpeg4-generic', Bitrate: 64, SampleRate: 48 }, ''],
  [{ Encoding: 'G711' }, modify],
  [{ Encoding: 'opus' }, modify],
  [{ Encoding: 'G726', Bitrate: 64 }, modify],
  [{ SampleRate: 16 }, modify],
];

for (const [wish, fault] of wishes) {
  audio(`SetAudioEncoderConfiguration ${JSON.stringify(wish)}: ${fault || 'done'}`, async () => {
    const { set, encoder } = underTest();
    const before = await encoder();
    assert.is(await set(wish), fault);
    assert.equal(await encoder(), fault === '' ? { ...before, ...wish } : before);
  });
}

// shows COD-14
audio('encoders and decoders have options by the IANA names', async () => {
  const { soap } = underTest();
  const codecs = ({ Options }: { readonly Options: readonly { readonly Encoding: string }[] }): unknown =>
    Options.map(({ Encoding }) => Encoding);
  const all = ['PCMU', 'PCMA', 'G726', 'mpeg4-generic'];
  assert.equal(codecs(await soap.call('GetAudioEncoderConfigurationOptions', {})), all);
  assert.equal(codecs(await soap.call('GetAudioDecoderConfigurationOptions', {})), ['PCMU', 'PCMA', 'mpeg4-generic']);
});

// shows STR-100
audio('the SRTP algorithm is a matter of TLS, and of encoders alone', async () => {
  const { soap, set, encoder, tls } = underTest();
  const offered = async (name: 'GetAudioEncoderConfigurationOptions' | 'GetAudioDecoderConfigurationOptions') =>
    (await soap.call(name, {})).Options[0]?.SecureStreamingProtocolAlgorithms?.length;
  assert.is(await offered('GetAudioEncoderConfigurationOptions'), undefined);
  tls.on = true;
  assert.is(await offered('GetAudioEncoderConfigurationOptions'), 4);
  assert.is(await offered('GetAudioDecoderConfigurationOptions'), undefined);
  assert.is(await set({ SecureStreamingProtocolAlgorithm: 'NONE' }), '');
  assert.is((await encoder()).SecureStreamingProtocolAlgorithm, 'NONE');
  await soap.validate();
});

audio.run();
