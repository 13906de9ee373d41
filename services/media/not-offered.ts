import type { MediaOperations } from '../generated/media-operations.ts';
import { type NotOffered, notOffered } from '../soap/service.ts';

export const noAudio: NotOffered = notOffered('no microphone', 'AudioNotSupported');
export const noOutput: NotOffered = notOffered('no speaker', 'AudioOutputNotSupported');
export const noDecoder: NotOffered = notOffered('no audio decoder', 'AudioDecodingNotSupported');
const noPtz = notOffered('no pan, tilt or zoom', 'PTZNotSupported');
const noAnalytics = notOffered('no video analytics', 'VideoAnalyticsNotSupported');
/** The standard blames the sender when configurations are asked for, and the device when profiles are to hold them. */
const noAnalyticsAsked: NotOffered = { ...noAnalytics, fault: 'VideoAnalyticsNotSupportedSender' };
const noOsd = notOffered('no on-screen display (OSD is false)');
const noModes = notOffered('the source has one mode (VideoSourceMode is false)');

/** All that have to do with one of these words. */
type NotOfferedOperation = Extract<
  keyof MediaOperations,
  `${string}${'PTZ' | 'VideoAnalytics' | 'OSD' | 'VideoSourceMode'}${string}`
>;

/** Operations of Media (ver10) that this device does not offer, with the reason why. */
export const notOfferedOperations: Readonly<Record<NotOfferedOperation, NotOffered>> = {
  AddPTZConfiguration: noPtz,
  RemovePTZConfiguration: noPtz,
  GetVideoAnalyticsConfigurations: noAnalyticsAsked,
  GetVideoAnalyticsConfiguration: noAnalyticsAsked,
  GetCompatibleVideoAnalyticsConfigurations: noAnalyticsAsked,
  SetVideoAnalyticsConfiguration: noAnalyticsAsked,
  AddVideoAnalyticsConfiguration: noAnalytics,
  RemoveVideoAnalyticsConfiguration: noAnalytics,
  CreateOSD: noOsd,
  DeleteOSD: noOsd,
  GetOSD: noOsd,
  GetOSDs: noOsd,
  GetOSDOptions: noOsd,
  SetOSD: noOsd,
  GetVideoSourceModes: noModes,
  SetVideoSourceMode: noModes,
};
