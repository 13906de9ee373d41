import type { Chapter } from './row.ts';

const always = 'mandatory';

/** Chapters of the two media services beside the geometry of the picture and PTZ. */
export const mediaChapters: readonly Chapter[] = [
  {
    title: 'Media',
    rows: [
      {
        id: 'MED-01',
        feature: 'profiles: create, list, one, delete; fixed ones that are ready at the start',
        condition: always,
      },
      { id: 'MED-02', feature: 'configurations are added to profiles and removed', condition: always },
      { id: 'MED-05', feature: 'video encoder configurations: list, one, compatible, options, set', condition: always },
      {
        id: 'MED-06',
        feature: 'encoder instances that are guaranteed at once, by codec and source',
        condition: always,
      },
      { id: 'MED-07', feature: 'audio source and audio encoder configurations', condition: 'with audio' },
      { id: 'MED-08', feature: 'audio output and audio decoder configurations', condition: 'with audio outputs' },
      { id: 'MED-09', feature: 'metadata configurations: list, one, compatible, options, set', condition: always },
      {
        id: 'MED-10',
        feature: 'video analytics configurations',
        condition: 'with analytics',
      },
      { id: 'MED-11', feature: 'GetStreamUri for each transport; the URI stays valid', condition: always },
      { id: 'MED-12', feature: 'GetSnapshotUri', condition: 'with SnapshotUri' },
      {
        id: 'MED-13',
        feature: 'StartMulticastStreaming and StopMulticastStreaming, over restarts',
        condition: 'with RTPMulticast',
      },
      { id: 'MED-14', feature: 'SetSynchronizationPoint', condition: always },
      { id: 'MED-15', feature: 'video source modes, set without a reboot', condition: 'with VideoSourceMode' },
      { id: 'MED-17', feature: 'GetServiceCapabilities', condition: always },
      {
        id: 'MED-18',
        feature: 'events of changed profiles and configurations, with their content',
        condition: 'should',
      },
      { id: 'MED-19', feature: 'settings last over a restart, whatever ForcePersistence says', condition: always },
    ],
  },
  {
    title: 'Media2',
    rows: [
      { id: 'MD2-01', feature: 'profiles with their configurations, by token and type', condition: always },
      {
        id: 'MD2-02',
        feature: 'AddConfiguration and RemoveConfiguration, several at once, all or nothing',
        condition: always,
      },
      { id: 'MD2-03', feature: 'a configuration needs those that it depends on', condition: 'should' },
      { id: 'MD2-05', feature: 'video encoder configurations; GetVideoEncoderInstances', condition: always },
      { id: 'MD2-06', feature: 'audio source and audio encoder configurations', condition: 'with audio' },
      { id: 'MD2-07', feature: 'audio output and audio decoder configurations', condition: 'with audio outputs' },
      { id: 'MD2-08', feature: 'metadata configurations', condition: always },
      {
        id: 'MD2-09',
        feature: 'GetAnalyticsConfigurations',
        condition: 'with analytics',
      },
      { id: 'MD2-10', feature: 'GetStreamUri for each protocol', condition: 'with RTSPStreaming' },
      { id: 'MD2-11', feature: 'GetSnapshotUri', condition: 'with SnapshotUri' },
      { id: 'MD2-12', feature: 'SetSynchronizationPoint', condition: always },
      {
        id: 'MD2-13',
        feature: 'StartMulticastStreaming and StopMulticastStreaming',
        condition: 'with AutoStartMulticast',
      },
      { id: 'MD2-14', feature: 'video source modes, set without a reboot', condition: 'with VideoSourceMode' },
      { id: 'MD2-18', feature: 'GetServiceCapabilities', condition: always },
      { id: 'MD2-19', feature: 'events ProfileChanged and ConfigurationChanged', condition: 'mandatory for profiles' },
      { id: 'MD2-20', feature: 'events of active sessions', condition: 'should' },
      {
        id: 'MD2-30',
        feature: 'WebRTC, audio clips, equalizer presets, multicast audio decoders, media signing',
        condition: 'optional, later than the edition',
        notOffered: 'later than the edition; what clients play is served by RTSP and the backchannel',
      },
    ],
  },
];
