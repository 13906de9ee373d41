import type { MediaOperations } from '../generated/media-operations.ts';
import { type NotOffered, notOffered } from '../soap/service.ts';

const noOsd = notOffered('no on-screen display (OSD is false)');
const noModes = notOffered('the source has one mode (VideoSourceMode is false)');

/** All that have to do with one of these words. */
type NotOfferedOperation = Extract<keyof MediaOperations, `${string}${'OSD' | 'VideoSourceMode'}${string}`>;

/** Operations of Media (ver10) that this device does not offer, with the reason why. */
export const notOfferedOperations: Readonly<Record<NotOfferedOperation, NotOffered>> = {
  CreateOSD: noOsd,
  DeleteOSD: noOsd,
  GetOSD: noOsd,
  GetOSDs: noOsd,
  GetOSDOptions: noOsd,
  SetOSD: noOsd,
  GetVideoSourceModes: noModes,
  SetVideoSourceMode: noModes,
};
