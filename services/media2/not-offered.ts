import type { Media2Operations } from '../generated/media2-operations.ts';
import { type NotOffered, notOffered } from '../soap/service.ts';

const noOsd = notOffered('no on-screen display (OSD is false)');
const noMask = notOffered('no privacy masks (Mask is false)');
const noModes = notOffered('the source has one mode (VideoSourceMode is false)');
const noWebRtc = notOffered('no WebRTC (WebRTC is absent)');
const noClips = notOffered('no audio clips (AudioClipCapabilities is absent)');
const noMulticastAudio = notOffered('no multicast audio decoder (MulticastAudioDecoderCapabilities is absent)');
const noEqualizer = notOffered('no audio equalizer');

/** All that have to do with one of these words. */
type NotOfferedOperation = Extract<
  keyof Media2Operations,
  `${string}${
    | 'OSD'
    | 'Mask'
    | 'VideoSourceMode'
    | 'WebRTC'
    | 'AudioClip'
    | 'EQPreset'
    | 'MulticastAudioDecoder'}${string}`
>;

/** Operations of Media2 that this device does not offer, with the reason why. */
export const notOfferedOperations: Readonly<Record<NotOfferedOperation, NotOffered>> = {
  CreateOSD: noOsd,
  DeleteOSD: noOsd,
  GetOSDs: noOsd,
  GetOSDOptions: noOsd,
  SetOSD: noOsd,
  CreateMask: noMask,
  DeleteMask: noMask,
  GetMasks: noMask,
  GetMaskOptions: noMask,
  SetMask: noMask,
  GetVideoSourceModes: noModes,
  SetVideoSourceMode: noModes,
  GetWebRTCConfigurations: noWebRtc,
  SetWebRTCConfigurations: noWebRtc,
  AddAudioClip: noClips,
  AddTTSAudioClip: noClips,
  DeleteAudioClip: noClips,
  GetAudioClips: noClips,
  GetPlayingAudioClips: noClips,
  PlayAudioClip: noClips,
  SetAudioClip: noClips,
  SetEQPreset: noEqualizer,
  GetMulticastAudioDecoderConfigurationOptions: noMulticastAudio,
  GetMulticastAudioDecoderConfigurations: noMulticastAudio,
  SetMulticastAudioDecoderConfiguration: noMulticastAudio,
};
