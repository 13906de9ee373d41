import type { Chapter } from './row.ts';

const multicast = 'with RTPMulticast';
const tls = 'with TLS';
const secure = 'with SecureRTSPStreaming';
const largeJpeg = 'with JPEG above 2040 pixels';
const metadata = 'with a metadata configuration';
const backchannel = 'with audio outputs';
const webSocket = 'with RTSPWebSocketUri';

/** The streaming chapter (STR). */
export const streamingChapters: readonly Chapter[] = [
  {
    title: 'Transports',
    rows: [
      { id: 'STR-01', feature: 'RTP over UDP unicast', condition: 'always' },
      { id: 'STR-02', feature: 'RTP over UDP multicast at the group, port and TTL configured', condition: multicast },
      { id: 'STR-03', feature: 'RTP interleaved in the RTSP connection', condition: 'with RTP_RTSP_TCP' },
      {
        id: 'STR-04',
        feature: 'RTP over bare TCP',
        condition: 'withdrawn',
        notOffered: 'withdrawn from the standard; its own text says not to offer it',
      },
      { id: 'STR-05', feature: 'RTSP tunnelled over HTTP: a GET and a POST with one cookie', condition: 'always' },
      {
        id: 'STR-05a',
        feature: 'the tunnel takes line breaks in base64, SETUP without channels, and ends as a pair',
        condition: 'always',
      },
      { id: 'STR-05b', feature: 'the URI of the tunnel has the port of the web service', condition: 'always' },
      { id: 'STR-06', feature: 'RTSP tunnelled over HTTPS', condition: tls },
      { id: 'STR-07', feature: 'every transport over IPv6', condition: 'with IPv6' },
      { id: 'STR-08', feature: 'RTSP over WebSocket', condition: webSocket },
      { id: 'STR-09', feature: 'SRTP over UDP, unicast and multicast', condition: secure },
      { id: 'STR-10', feature: 'RTSP over TLS', condition: secure },
      { id: 'STR-11', feature: 'several clients and transports at once share one encoder', condition: 'always' },
    ],
  },
  {
    title: 'RTP and RTCP',
    rows: [
      { id: 'STR-20', feature: 'RTP header: version, marker, payload type, unguessable start', condition: 'always' },
      { id: 'STR-21', feature: '90 kHz for video and metadata, the sample rate for audio', condition: 'always' },
      { id: 'STR-22', feature: 'sender reports of every stream on one wall clock', condition: 'always' },
      { id: 'STR-23', feature: 'CNAME with the reports, BYE at the end', condition: 'always' },
      { id: 'STR-24', feature: 'receiver reports keep a unicast session alive', condition: 'recommended' },
      { id: 'STR-25', feature: 'picture loss and full intra requests bring a key frame', condition: 'recommended' },
      { id: 'STR-26', feature: 'receiver reports for what the backchannel receives', condition: backchannel },
      { id: 'STR-27', feature: 'parameter sets in-band on change, and always by multicast', condition: 'always' },
      {
        id: 'STR-28',
        feature: 'PLAY answers Range on the clock, and RTP-Info of the first packet',
        condition: 'always',
      },
    ],
  },
  {
    title: 'RTSP and SDP',
    rows: [
      { id: 'STR-40', feature: 'RTSP 1.0: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN', condition: 'always' },
      { id: 'STR-41', feature: 'GET_PARAMETER, SET_PARAMETER and PAUSE', condition: 'optional' },
      { id: 'STR-42', feature: 'refuses ANNOUNCE, RECORD and REDIRECT', condition: 'always' },
      { id: 'STR-43', feature: 'control of the whole session', condition: 'always' },
      { id: 'STR-44', feature: 'control of each stream alone', condition: 'with NonAggregateControl' },
      { id: 'STR-45', feature: 'each SETUP answers the session with its timeout', condition: 'recommended' },
      { id: 'STR-46', feature: 'any request but TEARDOWN keeps the session alive', condition: 'recommended' },
      {
        id: 'STR-47',
        feature: 'a session without sign of life ends, what others share goes on',
        condition: 'recommended',
      },
      {
        id: 'STR-48',
        feature: 'digest authentication at RTSP level, none at HTTP level of a tunnel',
        condition: 'always',
      },
      {
        id: 'STR-49',
        feature: 'SDP: one section for each configuration, address family of the client',
        condition: 'always',
      },
      { id: 'STR-50', feature: 'DESCRIBE names the multicast group', condition: multicast },
      { id: 'STR-51', feature: 'SETUP may name another group and port', condition: multicast },
      { id: 'STR-52', feature: 'multicast ends with its last session unless AutoStart holds it', condition: multicast },
      {
        id: 'STR-53',
        feature: 'stream URIs: 128 octets at most, valid through changes of the profile',
        condition: 'always',
      },
      { id: 'STR-54', feature: 'the RTSP error for each refusal: 461, 454, 551 with Unsupported', condition: 'always' },
    ],
  },
  {
    title: 'Synchronization point',
    rows: [
      { id: 'STR-55', feature: 'SetSynchronizationPoint brings a key frame', condition: 'always' },
      {
        id: 'STR-56',
        feature: 'SetSynchronizationPoint begins a new metadata document with all properties',
        condition: metadata,
      },
      { id: 'STR-57', feature: 'RTCP feedback as another way to ask', condition: 'recommended' },
    ],
  },
  {
    title: 'JPEG over RTP',
    rows: [
      { id: 'STR-60', feature: 'RFC 2435 with quantization tables in-band', condition: 'with JPEG' },
      { id: 'STR-61', feature: 'RTP header extension with JPEG segments for large pictures', condition: largeJpeg },
      { id: 'STR-62', feature: 'size 0 in the payload header, the extension tells the size', condition: largeJpeg },
      { id: 'STR-63', feature: 'whole headers in every frame, restart markers agree', condition: 'with JPEG' },
      { id: 'STR-64', feature: 'colour 4:2:0 or 4:2:2', condition: 'with JPEG' },
      {
        id: 'STR-65',
        feature: 'interlaced pictures as two fields',
        condition: 'with an interlaced source',
        notOffered: 'every source is progressive, and for those the standard forbids fields',
      },
    ],
  },
  {
    title: 'Metadata stream',
    rows: [
      { id: 'STR-70', feature: 'm=application with vnd.onvif.metadata/90000', condition: metadata },
      { id: 'STR-71', feature: 'documents of any size over packets, the marker on the last', condition: metadata },
      { id: 'STR-72', feature: 'a new document each second, UTC times only', condition: metadata },
      { id: 'STR-73', feature: 'documents compressed by GZIP', condition: 'with CompressionType GZIP' },
      {
        id: 'STR-74',
        feature: 'documents encoded by EXI',
        condition: 'with CompressionType EXI',
        notOffered:
          'optional, half of it was withdrawn, and GZIP saves as much for clients that have only an XML parser',
      },
      { id: 'STR-75', feature: 'PTZ status, events by filter and analytics as configured', condition: metadata },
      { id: 'STR-76', feature: 'PTZ position on every change', condition: 'with PTZ' },
      { id: 'STR-77', feature: 'events as notification messages without subscription reference', condition: metadata },
      { id: 'STR-78', feature: 'analytics frames tied to the picture by UTC time', condition: 'with analytics' },
    ],
  },
  {
    title: 'Backchannel',
    rows: [
      { id: 'STR-80', feature: 'the Require tag in DESCRIBE, SETUP, PLAY and TEARDOWN', condition: backchannel },
      {
        id: 'STR-81',
        feature: 'DESCRIBE with the tag adds a sendonly section with all decoders',
        condition: backchannel,
      },
      { id: 'STR-82', feature: '551 with Unsupported where there is no backchannel', condition: 'always' },
      { id: 'STR-83', feature: 'plays what comes after PLAY, the codec by payload type', condition: backchannel },
      { id: 'STR-84', feature: 'backchannel over UDP, interleaved, tunnel and WebSocket', condition: backchannel },
      { id: 'STR-85', feature: 'half duplex by SendPrimacy', condition: 'optional' },
      {
        id: 'STR-86',
        feature: 'backchannel by multicast',
        condition: 'outside the text',
        notOffered: 'the streaming text does not define it; anybody on the network could speak through the camera',
      },
    ],
  },
  {
    title: 'WebSocket',
    rows: [
      { id: 'STR-90', feature: 'the handshake of RFC 6455', condition: webSocket },
      { id: 'STR-91', feature: 'sub-protocol rtsp.onvif.org', condition: webSocket },
      { id: 'STR-92', feature: 'the capability is a path without host', condition: webSocket },
      { id: 'STR-93', feature: 'binary messages, cut anywhere, both ways', condition: webSocket },
      { id: 'STR-94', feature: 'digest inside, wss with TLS, ping and close', condition: webSocket },
    ],
  },
  {
    title: 'Security of streams, several tracks, replay',
    rows: [
      { id: 'STR-100', feature: 'SRTP algorithms offered and set by configuration', condition: secure },
      { id: 'STR-101', feature: 'keys by MIKEY, in SDP and SETUP, inside TLS only', condition: secure },
      { id: 'STR-102', feature: 'new keys by SET_PARAMETER and GET_PARAMETER', condition: secure },
      {
        id: 'STR-103',
        feature: 'several profiles in one session (multitrack)',
        condition: 'with MultiTrackStreaming',
        notOffered: 'optional and later than the edition; one profile for each path serves the clients there are',
      },
      {
        id: 'STR-104',
        feature: 'replay extensions',
        condition: 'with recordings',
        notOffered: 'belongs to IEC 62676-2-32; the camera keeps no recordings',
      },
    ],
  },
];
