import { mask } from './overlays/mask/mask.ts';
import { osd } from './overlays/osd/osd.ts';

/** Every feature of the media services that clients own lists of, one line each: `osd as typeof osd`. */
export const mediaFeatures = [osd as typeof osd, mask as typeof mask] as const;

/** Features of the standard that this device does not offer, by their word: a feature that is built replaces its line. */
export const absentFeatures = [
  { word: 'WebRTC', reason: 'streams are played by RTSP, also through WebSocket: there is no WebRTC' },
  { word: 'AudioClip', reason: 'the speaker plays what a client sends by the backchannel: it stores no clips' },
  { word: 'EQPreset', reason: 'the speaker has no equalizer' },
  { word: 'MulticastAudioDecoder', reason: 'anybody on the network could speak by multicast: talk by the backchannel' },
] as const;
