import { Fault } from '../soap/fault.ts';
import type { RequestContext } from '../soap/request-context.ts';
import type { MediaOptions } from './media-options.ts';
import { streamable } from './profiles.ts';

/** Longest URI that GetStreamUri may return, octets (STR-53). */
const longest = 128;

function hostOf(context: RequestContext): string {
  return context.host.includes(':') ? `[${context.host}]` : context.host;
}

/** The RTSP URI of a profile under the name by which the client reached us; it does not change with the settings. */
export function streamUri({ store, rtspPort }: MediaOptions, profileToken: string, context: RequestContext): string {
  const { profile } = streamable(store.entities, profileToken);
  const uri = `rtsp://${hostOf(context)}:${rtspPort()}/${profile.token}`;
  if (Buffer.byteLength(uri) > longest) throw new Fault('InvalidArgVal', 'The host name is too long for a stream URI');
  return uri;
}

/** The HTTP URI of a profile's snapshot. Faults: NoProfile, IncompleteConfiguration. */
export function snapshotUri({ store }: MediaOptions, profileToken: string, context: RequestContext): string {
  const { profile } = streamable(store.entities, profileToken);
  return `${context.origin}/onvif/snapshot/${profile.token}`;
}

/** A key frame in the profile's video as soon as possible (STR-55). Fault: NoProfile. */
export function synchronize({ store, media }: MediaOptions, profileToken: string): void {
  const { encoder } = streamable(store.entities, profileToken);
  media.requestKeyFrame(encoder);
}
