import { checkNarrowing, configurationOperations } from '../entities/configuration-operations.ts';
import type { MediaOptions } from '../entities/media-options.ts';
import { snapshotUri, streamUri, synchronize } from '../entities/media-uris.ts';
import { configurationKinds, entityLimits } from '../entities/model.ts';
import { findConfiguration, findProfile } from '../entities/profiles.ts';
import { setVideoSource, videoSourceOptions, videoSourceToWire } from '../entities/video-source.ts';
import { type Media2Operations, media2Operations } from '../generated/media2-operations.ts';
import type * as tr2 from '../generated/tr2.ts';
import { Fault } from '../soap/fault.ts';
import { bindService, type Handlers, notOffered, type ServiceBinding } from '../soap/service.ts';
import { profileOperations, type Views } from './profiles.ts';
import { setVideoEncoder, videoEncoderOptions, videoEncoderView } from './video-encoder.ts';

const noAudio = notOffered('no microphone');
const noOutput = notOffered('no speaker');
const noAnalytics = notOffered('no video analytics');
const noMetadata = notOffered('no metadata stream yet');
const noMulticast = notOffered('no multicast yet (RTPMulticast is false)');
const noOsd = notOffered('no on-screen display (OSD is false)');
const noMask = notOffered('no privacy masks (Mask is false)');
const noModes = notOffered('the source has one mode (VideoSourceMode is false)');
const noWebRtc = notOffered('no WebRTC (WebRTC is absent)');
const noClips = notOffered('no audio clips (AudioClipCapabilities is absent)');
const noMulticastAudio = notOffered('no multicast audio decoder (MulticastAudioDecoderCapabilities is absent)');
const noEqualizer = notOffered('no audio equalizer');

/** Operations of Media2 that this device does not offer, with the reason why. */
const refused = {
  GetAudioSourceConfigurations: noAudio,
  GetAudioSourceConfigurationOptions: noAudio,
  SetAudioSourceConfiguration: noAudio,
  GetAudioEncoderConfigurations: noAudio,
  GetAudioEncoderConfigurationOptions: noAudio,
  SetAudioEncoderConfiguration: noAudio,
  GetAudioOutputConfigurations: noOutput,
  GetAudioOutputConfigurationOptions: noOutput,
  SetAudioOutputConfiguration: noOutput,
  GetAudioDecoderConfigurations: noOutput,
  GetAudioDecoderConfigurationOptions: noOutput,
  SetAudioDecoderConfiguration: noOutput,
  GetAnalyticsConfigurations: noAnalytics,
  GetMetadataConfigurations: noMetadata,
  GetMetadataConfigurationOptions: noMetadata,
  SetMetadataConfiguration: noMetadata,
  StartMulticastStreaming: noMulticast,
  StopMulticastStreaming: noMulticast,
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
} as const;

const capabilities = (): tr2.Capabilities2 => ({
  SnapshotUri: true,
  Rotation: false,
  VideoSourceMode: false,
  OSD: false,
  Mask: false,
  ProfileCapabilities: { MaximumNumberOfProfiles: entityLimits.profiles, ConfigurationsSupported: configurationKinds },
  StreamingCapabilities: { RTSPStreaming: true, RTPMulticast: false, RTP_RTSP_TCP: true, NonAggregateControl: false },
});

/** Protocols of GetStreamUri that are offered (tr2:TransportProtocol). */
const protocols: ReadonlySet<string> = new Set(['RtspUnicast', 'RTSP']);

function handlers(options: MediaOptions, views: Views): Handlers<Media2Operations> {
  const { store } = options;
  const { board } = store;
  return {
    ...refused,
    ...profileOperations(store, views),
    GetServiceCapabilities: () => ({ Capabilities: capabilities() }),
    GetVideoSourceConfigurations: views.VideoSource.narrowed,
    GetVideoSourceConfigurationOptions: (request) => {
      checkNarrowing(store, 'VideoSource', request);
      return { Options: videoSourceOptions(board) };
    },
    SetVideoSourceConfiguration: ({ Configuration }) => setVideoSource(store, Configuration),
    GetVideoEncoderConfigurations: views.VideoEncoder.narrowed,
    GetVideoEncoderConfigurationOptions: (request) => videoEncoderOptions(store, request),
    SetVideoEncoderConfiguration: (request) => setVideoEncoder(store, request),
    GetVideoEncoderInstances: ({ ConfigurationToken }) => {
      findConfiguration(store.entities, 'VideoSource', ConfigurationToken);
      const { total, H264 = 0 } = board.encoderInstances;
      return { Info: { Codec: [{ Encoding: 'H264', Number: H264 }], Total: total } };
    },
    GetStreamUri: ({ Protocol, ProfileToken }, context) => {
      findProfile(store.entities, ProfileToken);
      if (!protocols.has(Protocol)) throw new Fault('InvalidStreamSetup', `Protocol ${Protocol} is not offered`);
      return { Uri: streamUri(options, ProfileToken, context) };
    },
    GetSnapshotUri: ({ ProfileToken }, context) => ({ Uri: snapshotUri(options, ProfileToken, context) }),
    SetSynchronizationPoint: ({ ProfileToken }) => {
      synchronize(options, ProfileToken);
      return {};
    },
  };
}

/** The Media2 service (ver20): the other view of the entities. */
export function createMedia2Service(options: MediaOptions): ServiceBinding {
  const { store } = options;
  const views: Views = {
    VideoSource: configurationOperations(store, {
      kind: 'VideoSource',
      toWire: (entity, count) => videoSourceToWire(store.board, entity, count),
    }),
    VideoEncoder: configurationOperations(store, videoEncoderView),
  };
  const place = {
    path: '/onvif/media2_service',
    namespace: 'http://www.onvif.org/ver20/media/wsdl',
    version: { Major: 26, Minor: 6 },
    capabilities,
  };
  return bindService(place, media2Operations, handlers(options, views));
}
