import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../../places.ts';
import { type Client, type Codec, type Command, type Job, mediaOf, type Transport } from './matrix.ts';
import { framedDocumentMeter, frameMeter, soundMeter, soundRate } from './meters.ts';
import { testTone } from './test-tone.ts';

const folder = join(repositoryRoot, '.cache', 'peers');
const player = join(folder, 'rtspsrc-player');

function prepare(): void {
  const source = join(repositoryRoot, 'test', 'peers', 'clients');
  execFileSync('make', ['-s', '-C', source, `BUILD=${folder}`], { stdio: 'inherit' });
}

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
  video: 'fakesink name=frames sync=false',
  audio: `audioconvert ! audioresample ! audio/x-raw,format=S16LE,rate=${soundRate},channels=1 ! fdsink sync=false`,
  application: 'fdsink sync=false',
} as const;

function command({ transport, codec, uri, amount }: Job): Command {
  const [scheme, protocols] = carriers[transport];
  const media = mediaOf[codec];
  const { username, password } = uri;
  const location = new URL(uri);
  location.username = '';
  location.password = '';
  const meters = {
    video: () => frameMeter(/^frame /, amount.frames),
    audio: () => soundMeter(amount.seconds, testTone),
    application: () => framedDocumentMeter(amount.documents),
  };
  const place = [location.href.replace(/^\w+:/, `${scheme}:`), username, password, protocols];
  return {
    program: player,
    words: [...place, media, `${decoders[codec]} ! ${sinks[media]}`],
    meter: meters[media](),
    harmless: /^$/,
  };
}

export const gstreamer: Client = {
  name: 'GStreamer rtspsrc',
  prepare,
  version: [player, '--version'],
  remark:
    'Played by `test/peers/clients/rtspsrc-player.c`, which sets only the wanted stream up (`select-stream`), as applications do. ' +
    'G.726 needs `rtpg726depay force-aal2=false`: by default it takes the packing of RFC 3551 for that of AAL2, and plays noise.',
  command,
};
