import { Fault } from '../../faults/fault.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { MediaOptions } from '../media-options.ts';
import { findProfile, pictured, streamable, streamsOf } from '../profiles.ts';
import { multicastPath } from './media-state.ts';
import { multicastPlan } from './multicast.ts';

/** Longest URI that GetStreamUri may return, octets (STR-53). */
const longest = 128;

/** How RTSP reaches the client: its own port, the web service's port (STR-05b), or TLS (STR-10). */
export interface StreamTransport {
  readonly carrier: 'rtsp' | 'http' | 'rtsps';
  readonly multicast: boolean;
}

function hostOf(context: RequestContext): string {
  return context.host.includes(':') ? `[${context.host}]` : context.host;
}

function baseOf(carrier: StreamTransport['carrier'], options: MediaOptions, context: RequestContext): string {
  if (carrier === 'http') return context.origin;
  if (carrier === 'rtsp') return `rtsp://${hostOf(context)}:${options.rtspPort()}`;
  const port = options.rtspsPort();
  if (port === undefined) throw new Fault('InvalidStreamSetup', 'RTSP over TLS is off');
  return `rtsps://${hostOf(context)}:${port}`;
}

/**
 * The RTSP URI of a profile under the name by which the client reached us; it does not change with the settings.
 * @param transport undefined for what the service does not offer
 * Faults: NoProfile, InvalidStreamSetup, IncompleteConfiguration, InvalidMulticastSettings (no stream has a group).
 */
export function streamUri(
  options: MediaOptions,
  profileToken: string,
  transport: StreamTransport | undefined,
  context: RequestContext,
): string {
  const { entities } = options.store;
  findProfile(entities, profileToken);
  if (transport === undefined) throw new Fault('InvalidStreamSetup');
  const base = baseOf(transport.carrier, options, context);
  const { profile, streams } = streamable(entities, profileToken);
  if (transport.multicast && streams.every(({ entity }) => multicastPlan(entity) === undefined))
    throw new Fault('InvalidMulticastSettings');
  const uri = `${base}/${transport.multicast ? multicastPath(profile.token) : profile.token}`;
  if (Buffer.byteLength(uri) > longest) throw new Fault('InvalidArgVal', 'The host name is too long for a stream URI');
  return uri;
}

/** The HTTP URI of a profile's snapshot. Faults: NoProfile, IncompleteConfiguration. */
export function snapshotUri({ store }: MediaOptions, profileToken: string, context: RequestContext): string {
  const { profile } = pictured(store.entities, profileToken);
  return `${context.origin}/onvif/snapshot/${profile.token}`;
}

/** A key frame, and a new metadata document, in the profile's streams as soon as possible (STR-55, 56). Fault: NoProfile. */
export function synchronize({ store, media }: MediaOptions, profileToken: string): void {
  for (const { kind, entity } of streamsOf(store.entities, findProfile(store.entities, profileToken))) {
    if (kind !== 'AudioEncoder') media.requestKeyFrame(entity.token);
  }
}
