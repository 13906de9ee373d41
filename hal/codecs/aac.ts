import type { AudioDecoderFormat } from '../ports/media-engine.ts';
import type { AudioFormat } from './audio-format.ts';
import type { AudioEncoder } from './encoder.ts';

const payloadType = 98;
const playbackRates = [16000, 48000];

/** Sampling frequency index (ISO/IEC 14496-3 1.6.3.4). */
const frequencies = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];

/**
 * Tolerance of half a microphone buffer (ns): after a lost buffer the timestamps must skip it, else the sound is early from then on.
 */
const resync = 'tolerance=10000000';

// Delay: one block of overlap and, in voaacenc, the look-ahead of block switching.
const voaac: AudioEncoder = {
  element: 'voaacenc',
  launch: () => `voaacenc name=encoder ${resync}`,
  settings: (state) => ({ bitrate: state.bitrate * 1000 }),
  live: {},
  delay: (state) => 1600 / state.sampleRate,
};

const avenc: AudioEncoder = {
  element: 'avenc_aac',
  launch: () => `avenc_aac name=encoder ${resync}`,
  settings: (state) => ({ bitrate: state.bitrate * 1000 }),
  live: {},
  delay: (state) => 1024 / state.sampleRate,
};

/** AudioSpecificConfig of AAC-LC, one channel: object type (5 bits), frequency (4), channels (4), three zeros. */
function config(sampleRate: number): string {
  return ((2 << 11) | (frequencies.indexOf(sampleRate) << 7) | (1 << 3)).toString(16).padStart(4, '0');
}

/** RFC 3640 3.3.6, mode AAC-hbr. */
function fmtp(sampleRate: number): string {
  return (
    'streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;' +
    `config=${config(sampleRate)}`
  );
}

function playback(clockRate: number, index: number): AudioDecoderFormat {
  const format = { codec: 'mpeg4-generic', clockRate, channels: 1, fmtp: fmtp(clockRate) } as const;
  return { ...format, payloadType: payloadType + index };
}

/** AAC-LC (RFC 3640): an access unit of 1024 samples a packet. */
export const aac: AudioFormat = {
  codec: 'mpeg4-generic',
  encoders: [voaac, avenc],
  payloader: `aacparse ! rtpmp4gpay pt=${payloadType} mtu=1400`,
  describe: (state) => ({
    media: 'audio',
    payloadType,
    encodingName: 'mpeg4-generic',
    clockRate: state.sampleRate,
    channels: 1,
    fmtp: fmtp(state.sampleRate),
  }),
  playback: playbackRates.map(playback),
  decoders: ['avdec_aac'],
  depayloader: 'rtpmp4gdepay ! aacparse ! avdec_aac',
  rtpFields: (format) =>
    'encoding-name=MPEG4-GENERIC,mode=AAC-hbr,sizelength=(string)13,indexlength=(string)3,' +
    `indexdeltalength=(string)3,config=(string)${config(format.clockRate)}`,
};
