import { type Client, type Codec, type Command, type Job, mediaOf, type Transport } from './matrix.ts';
import { framedDocumentMeter, frameMeter, soundMeter, soundRate } from './meters.ts';
import { testTone } from './test-tone.ts';

/** Scheme of the location and `protocols` of rtspsrc. */
const carriers: Readonly<Record<Transport, readonly [scheme: string, protocols: string]>> = {
  udp: ['rtsp', 'udp'],
  tcp: ['rtsp', 'tcp'],
  multicast: ['rtsp', 'udp-mcast'],
  http: ['rtsph', 'tcp+http'],
  websocket: ['rtsp', 'tcp'],
  rtsps: ['rtsps', 'tcp+tls'],
  https: ['rtspsh', 'tcp+http+tls'],
  wss: ['rtsp', 'tcp'],
  srtp: ['rtsps', 'udp+tls'],
};

const decoders: Readonly<Record<Codec, string>> = {
  H264: 'rtph264depay ! h264parse ! avdec_h264 max-errors=0',
  H265: 'rtph265depay ! h265parse ! avdec_h265 max-errors=0',
  JPEG: 'rtpjpegdepay ! jpegdec max-errors=0',
  PCMU: 'rtppcmudepay ! mulawdec',
  PCMA: 'rtppcmadepay ! alawdec',
  G726: 'rtpg726depay force-aal2=false ! avdec_g726',
  'mpeg4-generic': 'rtpmp4gdepay ! aacparse ! avdec_aac',
  metadata: 'rtpstreampay',
};

const sinks = {
  video: 'identity silent=false ! fakesink sync=false',
  audio: `audioconvert ! audioresample ! audio/x-raw,format=S16LE,rate=${soundRate},channels=1 ! fdsink sync=false`,
  application: 'fdsink sync=false',
} as const;

function command({ transport, codec, uri, amount }: Job): Command {
  const [scheme, protocols] = carriers[transport];
  const media = mediaOf[codec];
  const location = uri.href.replace(/^\w+:/, `${scheme}:`);
  const source = `rtspsrc name=camera location=${location} protocols=${protocols} latency=200 tls-validation-flags=0`;
  const chain = `camera. ! application/x-rtp,media=${media} ! ${decoders[codec]} ! ${sinks[media]}`;
  const meters = {
    video: () => frameMeter(/last-message = chain/, amount.frames),
    audio: () => soundMeter(amount.seconds, testTone),
    application: () => framedDocumentMeter(amount.documents),
  };
  return {
    program: 'gst-launch-1.0',
    // Only frames are counted by what it tells; sound and documents have standard output for themselves.
    words: [media === 'video' ? '-v' : '-q', ...source.split(' '), ...chain.split(' ')],
    meter: meters[media](),
    harmless: /^$/,
  };
}

export const gstreamer: Client = {
  name: 'GStreamer rtspsrc',
  version: ['gst-launch-1.0', '--version'],
  remark:
    'G.726 needs `rtpg726depay force-aal2=false`: by default it takes the packing of RFC 3551 for that of AAL2, and plays noise.',
  command,
};
