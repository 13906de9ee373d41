import type { AudioFormat } from './audio-format.ts';
import type { AudioEncoder } from './encoder.ts';

const payloadType = 97;

// Own element with buffers of 20 ms; libavcodec's has half a second.
const own: AudioEncoder = {
  element: 'g726enc',
  launch: () => 'g726enc name=encoder',
  settings: (state) => ({ bitrate: state.bitrate * 1000 }),
  live: {},
  delay: () => 0,
};

/** G.726 (RFC 3551 4.5.4) in packets of 20 ms, the first codeword in the low bits of an octet. */
export const g726: AudioFormat = {
  codec: 'G726',
  encoders: [own],
  // The payloader's repacking (force-aal2=false) is wrong for 24 and 40 kbit/s, so it is switched off.
  payloader: `rtpg726pay pt=${payloadType} mtu=1400 force-aal2=true min-ptime=20000000 max-ptime=20000000`,
  describe: (state) => ({
    media: 'audio',
    payloadType,
    encodingName: `G726-${state.bitrate}`,
    clockRate: 8000,
    channels: 1,
  }),
  playback: [{ codec: 'G726', payloadType, clockRate: 8000, channels: 1, bitrate: 32 }],
  decoders: ['avdec_g726'],
  depayloader: 'rtpg726depay force-aal2=false ! avdec_g726',
  rtpFields: (format) => `encoding-name=G726-${format.bitrate ?? 32}`,
};
