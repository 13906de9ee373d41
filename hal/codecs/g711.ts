import type { AudioFormat } from './audio-format.ts';

/** G.711 (RFC 3551 4.5.14) in packets of 20 ms, with the static payload types. */
function g711(codec: 'PCMU' | 'PCMA', payloadType: number, law: 'mulaw' | 'alaw'): AudioFormat {
  const name = codec.toLowerCase();
  return {
    codec,
    encoders: [
      { element: `${law}enc`, launch: () => `${law}enc name=encoder`, settings: () => ({}), live: {}, delay: () => 0 },
    ],
    payloader: `rtp${name}pay pt=${payloadType} mtu=1400 min-ptime=20000000 max-ptime=20000000`,
    describe: () => ({ media: 'audio', payloadType, encodingName: codec, clockRate: 8000, channels: 1 }),
    playback: [{ codec, payloadType, clockRate: 8000, channels: 1 }],
    decoders: [`${law}dec`],
    depayloader: `rtp${name}depay ! ${law}dec`,
    rtpFields: () => `encoding-name=${codec}`,
  };
}

/** mu-law */
export const pcmu: AudioFormat = g711('PCMU', 0, 'mulaw');

/** A-law */
export const pcma: AudioFormat = g711('PCMA', 8, 'alaw');
