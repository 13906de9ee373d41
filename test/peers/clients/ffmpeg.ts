import { type Client, type Codec, type Command, type Job, type Lack, mediaOf, type Transport } from './matrix.ts';
import { documentMeter, frameMeter, soundMeter, soundRate } from './meters.ts';
import { testTone } from './test-tone.ts';

/** `-rtsp_transport`, or why ffmpeg is not asked. */
const carriers: Readonly<Record<Transport, string | Lack>> = {
  udp: 'udp',
  tcp: 'tcp',
  multicast: 'udp_multicast',
  http: 'http',
  websocket: 'tcp',
  rtsps: 'tcp',
  https: 'https',
  wss: 'tcp',
  srtp: { lacks: 'its rtsps: is always interleaved, and it knows no MIKEY' },
};

const types = { video: 'video', audio: 'audio', application: 'data' } as const;

function output(codec: Codec): readonly string[] {
  switch (mediaOf[codec]) {
    case 'video':
      return ['-map', '0:v', '-flush_packets', '1', '-f', 'framemd5', '-'];
    case 'audio':
      return ['-map', '0:a', '-ar', `${soundRate}`, '-ac', '1', '-flush_packets', '1', '-f', 's16le', '-'];
    case 'application':
      return ['-map', '0:d', '-c', 'copy', '-flush_packets', '1', '-f', 'data', '-'];
  }
}

/** It guesses channel layouts and warns of its own pixel formats. */
const harmless = /deprecated|Guessed|bitrate|Could not find codec parameters.*Data/;
/** Who joins a group that is playing gets the rest of a GOP first. Lost packets are told otherwise (`RTP: missed`). */
const inTheMiddle = new RegExp(`${harmless.source}|Could not find ref with POC`);

function command({ transport, codec, uri, amount }: Job): Command | string {
  const carrier = carriers[transport];
  if (typeof carrier !== 'string' && 'lacks' in carrier) return carrier.lacks;
  const media = mediaOf[codec];
  const words = ['-nostdin', '-v', 'warning', '-rtsp_transport', `${carrier}`, '-allowed_media_types', types[media]];
  const meters = {
    video: () => frameMeter(/^0,/, amount.frames),
    audio: () => soundMeter(amount.seconds, testTone),
    application: () => documentMeter(amount.documents),
  };
  return {
    program: 'ffmpeg',
    words: [...words, '-i', uri.href, ...output(codec)],
    meter: meters[media](),
    harmless: transport === 'multicast' ? inTheMiddle : harmless,
  };
}

export const ffmpeg: Client = { name: 'ffmpeg', version: ['ffmpeg', '-version'], command };
