import { featureCapabilities, featureOperations } from '../entities/feature-operations.ts';
import { audioOutput, audioOutputs } from '../entities/kinds/audio-output/audio-output.ts';
import { audioSource, audioSources } from '../entities/kinds/audio-source/audio-source.ts';
import { offeredInstances } from '../entities/kinds/video-encoder/fit.ts';
import { encodingName } from '../entities/kinds/video-encoder/media.ts';
import { canTurn, videoSources } from '../entities/kinds/video-source/video-source.ts';
import type { MediaOptions } from '../entities/media-options.ts';
import { entityLimits } from '../entities/model.ts';
import { modeOperations } from '../entities/modes/mode-operations.ts';
import { findConfiguration } from '../entities/profiles.ts';
import { repeatedOperations } from '../entities/repeated-operations.ts';
import { serviceKinds } from '../entities/service-kinds.ts';
import { type StreamTransport, snapshotUri, streamUri, synchronize } from '../entities/streams/media-uris.ts';
import { startMulticast, stopMulticast, switchMulticast } from '../entities/streams/multicast-streaming.ts';
import { type MediaOperations, mediaOperations } from '../generated/media-operations.ts';
import type * as trt from '../generated/trt.ts';
import type * as tt from '../generated/tt.ts';
import { offers } from '../soap/feature.ts';
import { bindService, type Handlers, notOffered, type ServiceBinding } from '../soap/service.ts';
import { tellConfigurations } from './configuration-events.ts';
import { profileOperations, shownProfile } from './profiles.ts';

function capabilities({ store }: MediaOptions, offered: Handlers<MediaOperations>): trt.Capabilities {
  return {
    SnapshotUri: true,
    Rotation: canTurn(store.board),
    VideoSourceMode: offers(offered, 'GetVideoSourceModes'),
    OSD: offers(offered, 'CreateOSD'),
    ...featureCapabilities('media', store.features),
    ProfileCapabilities: { MaximumNumberOfProfiles: entityLimits.profiles },
    StreamingCapabilities: { RTPMulticast: true, RTP_TCP: false, RTP_RTSP_TCP: true, NonAggregateControl: true },
  };
}

function olderCapabilities(XAddr: string, present: trt.Capabilities): tt.MediaCapabilities {
  const { StreamingCapabilities, ProfileCapabilities } = present;
  const { RTPMulticast = false, RTP_TCP = false, RTP_RTSP_TCP = false } = StreamingCapabilities;
  return {
    XAddr,
    StreamingCapabilities: { RTPMulticast, RTP_TCP, RTP_RTSP_TCP },
    Extension: {
      ProfileCapabilities: { MaximumNumberOfProfiles: ProfileCapabilities.MaximumNumberOfProfiles ?? 0 },
    },
  };
}

/** Transports of GetStreamUri that are offered; TCP would be RTP without RTSP, which was withdrawn (STR-04). */
const carriers: Readonly<Partial<Record<tt.TransportProtocol, StreamTransport['carrier']>>> = {
  UDP: 'rtsp',
  RTSP: 'rtsp',
  HTTP: 'http',
};

function transportOf({ Stream, Transport }: tt.StreamSetup): StreamTransport | undefined {
  const carrier = carriers[Transport.Protocol];
  return carrier && { carrier, multicast: Stream === 'RTP-Multicast' };
}

/** A URI that stays valid (STR-53). */
function mediaUri(Uri: string): { readonly MediaUri: tt.MediaUri } {
  return { MediaUri: { Uri, InvalidAfterConnect: false, InvalidAfterReboot: false, Timeout: 'PT0S' } };
}

function handlers(options: MediaOptions): Handlers<MediaOperations> {
  const { store } = options;
  const { board } = store;
  const known = serviceKinds('media', options);
  const noMicrophone = audioSource.missing(board);
  const noSpeaker = audioOutput.missing(board);
  const all: Handlers<MediaOperations> = {
    ...featureOperations<MediaOperations>('media', store.features, mediaOperations),
    ...profileOperations(store, known),
    ...repeatedOperations<MediaOperations>(store, 'media', known, mediaOperations),
    ...modeOperations(store, (codec) => encodingName(codec)),
    GetServiceCapabilities: () => ({ Capabilities: capabilities(options, all) }),
    GetVideoSources: () => ({ VideoSources: videoSources(store.board) }),
    GetAudioSources: noMicrophone
      ? notOffered(noMicrophone.reason, noMicrophone.subcode)
      : () => ({ AudioSources: audioSources(board) }),
    GetAudioOutputs: noSpeaker
      ? notOffered(noSpeaker.reason, noSpeaker.subcode)
      : () => ({ AudioOutputs: audioOutputs(board) }),
    GetGuaranteedNumberOfVideoEncoderInstances: ({ ConfigurationToken }) => {
      findConfiguration(store.entities, 'VideoSource', ConfigurationToken);
      const { total, JPEG, H264, 'MPV4-ES': MPEG4 } = offeredInstances(store);
      return {
        TotalNumber: total,
        ...(JPEG === undefined ? {} : { JPEG }),
        ...(H264 === undefined ? {} : { H264 }),
        ...(MPEG4 === undefined ? {} : { MPEG4 }),
      };
    },
    GetStreamUri: ({ StreamSetup, ProfileToken }, context) =>
      mediaUri(streamUri(options, ProfileToken, transportOf(StreamSetup), context)),
    GetSnapshotUri: ({ ProfileToken }, context) => mediaUri(snapshotUri(options, ProfileToken, context)),
    StartMulticastStreaming: ({ ProfileToken }) => switchMulticast(store, startMulticast, ProfileToken),
    StopMulticastStreaming: ({ ProfileToken }) => switchMulticast(store, stopMulticast, ProfileToken),
    SetSynchronizationPoint: ({ ProfileToken }) => {
      synchronize(options, ProfileToken);
      return {};
    },
  };
  return all;
}

/** The Media service (ver10). */
export function createMediaService(options: MediaOptions): ServiceBinding {
  const offered = handlers(options);
  const { store, events } = options;
  const known = serviceKinds('media', options);
  tellConfigurations(events, store, known, (token) => shownProfile(store.entities, known, token));
  const present = (): trt.Capabilities => capabilities(options, offered);
  const place = {
    path: '/onvif/media_service',
    namespace: 'http://www.onvif.org/ver10/media/wsdl',
    version: { Major: 21, Minor: 6 },
    capabilities: present,
    olderCapabilities: (XAddr: string) => ({ Media: olderCapabilities(XAddr, present()) }),
  };
  return bindService(place, mediaOperations, offered);
}
