import { mask } from './overlays/mask/mask.ts';
import { osd } from './overlays/osd/osd.ts';

/** Every feature of the media services that clients own lists of, one line each: `osd as typeof osd`. */
export const mediaFeatures = [osd as typeof osd, mask as typeof mask] as const;

/** Features of the standard that this device does not offer, by their word: a feature that is built replaces its line. */
export const absentFeatures = [
  { word: 'WebRTC', reason: 'no WebRTC' },
  { word: 'AudioClip', reason: 'no audio clips' },
  { word: 'EQPreset', reason: 'no audio equalizer' },
  { word: 'MulticastAudioDecoder', reason: 'no multicast audio decoder' },
] as const;
