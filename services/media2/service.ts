import { featureCapabilities, featureOperations } from '../entities/feature-operations.ts';
import { offeredInstances } from '../entities/kinds/video-encoder/fit.ts';
import { canTurn } from '../entities/kinds/video-source/video-source.ts';
import { supportedKinds } from '../entities/kinds.ts';
import type { MediaOptions } from '../entities/media-options.ts';
import { entityLimits } from '../entities/model.ts';
import { modeOperations } from '../entities/modes/mode-operations.ts';
import { findConfiguration } from '../entities/profiles.ts';
import { repeatedOperations } from '../entities/repeated-operations.ts';
import { serviceKinds } from '../entities/service-kinds.ts';
import { type StreamTransport, snapshotUri, streamUri, synchronize } from '../entities/streams/media-uris.ts';
import { startMulticast, stopMulticast, switchMulticast } from '../entities/streams/multicast-streaming.ts';
import { type Media2Operations, media2Operations } from '../generated/media2-operations.ts';
import type * as tr2 from '../generated/tr2.ts';
import { webSocketPath } from '../plan/handed-connection.ts';
import { offers } from '../soap/feature.ts';
import { bindService, type Handlers, type ServiceBinding } from '../soap/service.ts';
import { profileOperations } from './profiles.ts';

/** @param origin decides on the scheme of the WebSocket URI, which has no host (STR-92) */
function capabilities(
  { store, rtspsPort }: MediaOptions,
  offered: Handlers<Media2Operations>,
  origin: string,
): tr2.Capabilities2 {
  return {
    SnapshotUri: true,
    Rotation: canTurn(store.board),
    VideoSourceMode: offers(offered, 'GetVideoSourceModes'),
    OSD: offers(offered, 'CreateOSD'),
    Mask: offers(offered, 'CreateMask'),
    ...featureCapabilities('media2', store.features),
    ProfileCapabilities: {
      MaximumNumberOfProfiles: entityLimits.profiles,
      ConfigurationsSupported: supportedKinds(store.board),
    },
    StreamingCapabilities: {
      RTSPStreaming: true,
      SecureRTSPStreaming: rtspsPort() !== undefined,
      RTPMulticast: true,
      RTP_RTSP_TCP: true,
      NonAggregateControl: true,
      RTSPWebSocketUri: `${origin.startsWith('https:') ? 'wss' : 'ws'}:${webSocketPath}`,
      AutoStartMulticast: true,
    },
  };
}

/** Protocols of GetStreamUri that are offered (tr2:TransportProtocol). */
const transports: ReadonlyMap<string, StreamTransport> = new Map([
  ['RtspUnicast', { carrier: 'rtsp', multicast: false }],
  ['RTSP', { carrier: 'rtsp', multicast: false }],
  ['RtspMulticast', { carrier: 'rtsp', multicast: true }],
  ['RtspOverHttp', { carrier: 'http', multicast: false }],
  ['RtspsUnicast', { carrier: 'rtsps', multicast: false }],
  ['RtspsMulticast', { carrier: 'rtsps', multicast: true }],
]);

function handlers(options: MediaOptions): Handlers<Media2Operations> {
  const { store } = options;
  const known = serviceKinds('media2', options);
  const all: Handlers<Media2Operations> = {
    ...featureOperations<Media2Operations>('media2', store.features, media2Operations),
    ...profileOperations(store, known),
    ...repeatedOperations<Media2Operations>(store, 'media2', known, media2Operations),
    ...modeOperations(store, (codec) => codec),
    GetServiceCapabilities: (_request, { origin }) => ({ Capabilities: capabilities(options, all, origin) }),
    GetVideoEncoderInstances: ({ ConfigurationToken }) => {
      findConfiguration(store.entities, 'VideoSource', ConfigurationToken);
      const { total, ...byCodec } = offeredInstances(store);
      const Codec = Object.entries(byCodec).map(([Encoding, count]) => ({ Encoding, Number: count }));
      return { Info: { Codec, Total: total } };
    },
    GetStreamUri: ({ Protocol, ProfileToken }, context) => ({
      Uri: streamUri(options, ProfileToken, transports.get(Protocol), context),
    }),
    GetSnapshotUri: ({ ProfileToken }, context) => ({ Uri: snapshotUri(options, ProfileToken, context) }),
    StartMulticastStreaming: ({ ProfileToken }) => switchMulticast(store, startMulticast, ProfileToken),
    StopMulticastStreaming: ({ ProfileToken }) => switchMulticast(store, stopMulticast, ProfileToken),
    SetSynchronizationPoint: ({ ProfileToken }) => {
      synchronize(options, ProfileToken);
      return {};
    },
  };
  return all;
}

/** The Media2 service (ver20). */
export function createMedia2Service(options: MediaOptions): ServiceBinding {
  const offered = handlers(options);
  const place = {
    path: '/onvif/media2_service',
    namespace: 'http://www.onvif.org/ver20/media/wsdl',
    version: { Major: 26, Minor: 6 },
    capabilities: (origin: string) => capabilities(options, offered, origin),
  };
  return bindService(place, media2Operations, offered);
}
