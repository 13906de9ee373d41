import { checkNarrowing, configurationOperations } from '../entities/configuration-operations.ts';
import type { MediaOptions } from '../entities/media-options.ts';
import { snapshotUri, streamUri, synchronize } from '../entities/media-uris.ts';
import { entityLimits } from '../entities/model.ts';
import { findConfiguration, findProfile } from '../entities/profiles.ts';
import { setVideoSource, videoSourceOptions, videoSources, videoSourceToWire } from '../entities/video-source.ts';
import { type MediaOperations, mediaOperations } from '../generated/media-operations.ts';
import type * as trt from '../generated/trt.ts';
import type * as tt from '../generated/tt.ts';
import { Fault } from '../soap/fault.ts';
import { bindService, type Handlers, notOffered, type ServiceBinding } from '../soap/service.ts';
import { profileOperations, type Views } from './profiles.ts';
import { setVideoEncoder, videoEncoderOptions, videoEncoderView } from './video-encoder.ts';

const noAudio = notOffered('no microphone', 'AudioNotSupported');
const noOutput = notOffered('no speaker', 'AudioOutputNotSupported');
const noDecoder = notOffered('no audio decoder', 'AudioDecodingNotSupported');
const noPtz = notOffered('no pan, tilt or zoom', 'PTZNotSupported');
const noAnalytics = notOffered('no video analytics', 'VideoAnalyticsNotSupported');
const noMetadata = notOffered('no metadata stream yet');
const noMulticast = notOffered('no multicast yet (RTPMulticast is false)');
const noOsd = notOffered('no on-screen display (OSD is false)');
const noModes = notOffered('the source has one mode (VideoSourceMode is false)');

/** Operations of Media (ver10) that this device does not offer, with the reason why. */
const refused = {
  GetAudioSources: noAudio,
  GetAudioSourceConfigurations: noAudio,
  GetAudioSourceConfiguration: noAudio,
  GetAudioSourceConfigurationOptions: noAudio,
  GetCompatibleAudioSourceConfigurations: noAudio,
  SetAudioSourceConfiguration: noAudio,
  AddAudioSourceConfiguration: noAudio,
  RemoveAudioSourceConfiguration: noAudio,
  GetAudioEncoderConfigurations: noAudio,
  GetAudioEncoderConfiguration: noAudio,
  GetAudioEncoderConfigurationOptions: noAudio,
  GetCompatibleAudioEncoderConfigurations: noAudio,
  SetAudioEncoderConfiguration: noAudio,
  AddAudioEncoderConfiguration: noAudio,
  RemoveAudioEncoderConfiguration: noAudio,
  GetAudioOutputs: noOutput,
  GetAudioOutputConfigurations: noOutput,
  GetAudioOutputConfiguration: noOutput,
  GetAudioOutputConfigurationOptions: noOutput,
  GetCompatibleAudioOutputConfigurations: noOutput,
  SetAudioOutputConfiguration: noOutput,
  AddAudioOutputConfiguration: noOutput,
  RemoveAudioOutputConfiguration: noOutput,
  GetAudioDecoderConfigurations: noDecoder,
  GetAudioDecoderConfiguration: noDecoder,
  GetAudioDecoderConfigurationOptions: noDecoder,
  GetCompatibleAudioDecoderConfigurations: noDecoder,
  SetAudioDecoderConfiguration: noDecoder,
  AddAudioDecoderConfiguration: noDecoder,
  RemoveAudioDecoderConfiguration: noDecoder,
  AddPTZConfiguration: noPtz,
  RemovePTZConfiguration: noPtz,
  GetVideoAnalyticsConfigurations: noAnalytics,
  GetVideoAnalyticsConfiguration: noAnalytics,
  GetCompatibleVideoAnalyticsConfigurations: noAnalytics,
  SetVideoAnalyticsConfiguration: noAnalytics,
  AddVideoAnalyticsConfiguration: noAnalytics,
  RemoveVideoAnalyticsConfiguration: noAnalytics,
  GetMetadataConfigurations: noMetadata,
  GetMetadataConfiguration: noMetadata,
  GetMetadataConfigurationOptions: noMetadata,
  GetCompatibleMetadataConfigurations: noMetadata,
  SetMetadataConfiguration: noMetadata,
  AddMetadataConfiguration: noMetadata,
  RemoveMetadataConfiguration: noMetadata,
  StartMulticastStreaming: noMulticast,
  StopMulticastStreaming: noMulticast,
  CreateOSD: noOsd,
  DeleteOSD: noOsd,
  GetOSD: noOsd,
  GetOSDs: noOsd,
  GetOSDOptions: noOsd,
  SetOSD: noOsd,
  GetVideoSourceModes: noModes,
  SetVideoSourceMode: noModes,
} as const;

const capabilities = (): trt.Capabilities => ({
  SnapshotUri: true,
  Rotation: false,
  VideoSourceMode: false,
  OSD: false,
  ProfileCapabilities: { MaximumNumberOfProfiles: entityLimits.profiles },
  StreamingCapabilities: { RTPMulticast: false, RTP_TCP: false, RTP_RTSP_TCP: true, NonAggregateControl: false },
});

/** Fault: InvalidStreamSetup for what is not offered: multicast and the HTTP tunnel. */
function checkSetup({ Stream, Transport }: tt.StreamSetup): void {
  if (Stream !== 'RTP-Unicast') throw new Fault('InvalidStreamSetup', 'Multicast is not offered');
  if (Transport.Protocol === 'HTTP') throw new Fault('InvalidStreamSetup', 'RTSP over HTTP is not offered');
  if (Transport.Protocol === 'TCP') throw new Fault('InvalidStreamSetup', 'RTP over TCP without RTSP is not offered');
}

function handlers(options: MediaOptions, views: Views): Handlers<MediaOperations> {
  const { store } = options;
  const { board } = store;
  const { source, encoder } = views;
  return {
    ...refused,
    ...profileOperations(store, views),
    GetServiceCapabilities: () => ({ Capabilities: capabilities() }),
    GetVideoSources: () => ({ VideoSources: videoSources(board) }),
    GetVideoSourceConfigurations: source.all,
    GetVideoSourceConfiguration: source.one,
    GetCompatibleVideoSourceConfigurations: source.compatible,
    AddVideoSourceConfiguration: source.add,
    RemoveVideoSourceConfiguration: source.remove,
    GetVideoSourceConfigurationOptions: (request) => {
      checkNarrowing(store, 'VideoSource', request);
      return { Options: videoSourceOptions(board) };
    },
    SetVideoSourceConfiguration: ({ Configuration }) => setVideoSource(store, Configuration),
    GetVideoEncoderConfigurations: encoder.all,
    GetVideoEncoderConfiguration: encoder.one,
    GetCompatibleVideoEncoderConfigurations: encoder.compatible,
    AddVideoEncoderConfiguration: encoder.add,
    RemoveVideoEncoderConfiguration: encoder.remove,
    GetVideoEncoderConfigurationOptions: (request) => videoEncoderOptions(store, request),
    SetVideoEncoderConfiguration: (request) => setVideoEncoder(store, request),
    GetGuaranteedNumberOfVideoEncoderInstances: ({ ConfigurationToken }) => {
      findConfiguration(store.entities, 'VideoSource', ConfigurationToken);
      const { total, H264 = 0 } = board.encoderInstances;
      return { TotalNumber: total, H264 };
    },
    GetStreamUri: ({ StreamSetup, ProfileToken }, context) => {
      findProfile(store.entities, ProfileToken);
      checkSetup(StreamSetup);
      const Uri = streamUri(options, ProfileToken, context);
      return { MediaUri: { Uri, InvalidAfterConnect: false, InvalidAfterReboot: false, Timeout: 'PT0S' } };
    },
    GetSnapshotUri: ({ ProfileToken }, context) => {
      const Uri = snapshotUri(options, ProfileToken, context);
      return { MediaUri: { Uri, InvalidAfterConnect: false, InvalidAfterReboot: false, Timeout: 'PT0S' } };
    },
    SetSynchronizationPoint: ({ ProfileToken }) => {
      synchronize(options, ProfileToken);
      return {};
    },
  };
}

/** The Media service (ver10): one of two views of the entities. */
export function createMediaService(options: MediaOptions): ServiceBinding {
  const { store } = options;
  const views: Views = {
    source: configurationOperations(store, {
      kind: 'VideoSource',
      toWire: (entity, count) => videoSourceToWire(store.board, entity, count),
    }),
    encoder: configurationOperations(store, videoEncoderView),
  };
  const place = {
    path: '/onvif/media_service',
    namespace: 'http://www.onvif.org/ver10/media/wsdl',
    version: { Major: 21, Minor: 6 },
    capabilities,
  };
  return bindService(place, mediaOperations, handlers(options, views));
}
