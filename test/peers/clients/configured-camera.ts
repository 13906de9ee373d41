import { networkInterfaces } from 'node:os';
import { type Camera, startCamera } from '../../firmware/running-camera.ts';
import { soap } from '../../firmware/soap-client.ts';
import type { LoginTarget } from './logins.ts';
import { type Codec, mediaOf, type Transport } from './matrix.ts';

/** What GetStreamUri of Media2 calls the transport, and whether the client asks over TLS (Media2 5.4.1, 2.0.1). */
const protocols: Readonly<Record<Transport, readonly [protocol: string, origin: 'onvif' | 'https']>> = {
  udp: ['RtspUnicast', 'onvif'],
  tcp: ['RTSP', 'onvif'],
  multicast: ['RtspMulticast', 'onvif'],
  http: ['RtspOverHttp', 'onvif'],
  websocket: ['RTSP', 'onvif'],
  rtsps: ['RtspsUnicast', 'onvif'],
  https: ['RtspOverHttp', 'https'],
  wss: ['RTSP', 'https'],
  srtp: ['RtspsUnicast', 'onvif'],
};

const profile = 'Profile2';

/** A running camera that plays any codec over any transport: switched through SOAP, as any client would. */
export class ConfiguredCamera {
  readonly #camera: Camera;

  private constructor(camera: Camera) {
    this.#camera = camera;
  }

  /**
   * On an address that the default route leaves from: players join multicast groups there.
   * @param log descriptor that its log is written to
   */
  static async start(log?: number): Promise<ConfiguredCamera> {
    const own = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
    const address = own.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
    const tls = ['--https-port', '0', '--rtsps-port', '0'];
    const options = address === undefined ? tls : [...tls, '--address', address];
    return new ConfiguredCamera(await startCamera(options, {}, undefined, log));
  }

  stop(): Promise<number | null> {
    return this.#camera.stop();
  }

  /** Sends a message over HTTP or HTTPS. Throws with the camera's answer when it refuses. */
  async call(message: string, origin: 'onvif' | 'https' = 'onvif'): Promise<string> {
    const url = this.#camera.summary[origin];
    if (url === undefined) throw new Error('TLS is off');
    const { status, text } = await soap(url, message, [this.#camera.admin, this.#camera.password]);
    if (status !== 200) throw new Error(/<\w+:Text[^>]*>([^<]*)</.exec(text)?.[1] ?? `${status}`);
    return text;
  }

  /** Addresses and credentials for clients that log in by themselves. */
  async loginTarget(): Promise<LoginTarget> {
    const { summary, admin: user, password } = this.#camera;
    const request = `<tr2:GetSnapshotUri><tr2:ProfileToken>${profile}</tr2:ProfileToken></tr2:GetSnapshotUri>`;
    const picture = /<\w+:Uri>([^<]*)</.exec(await this.call(request))?.[1] ?? '';
    const stream = (await this.uri('tcp')).href;
    return { picture, service: summary.onvif, stream, user, password };
  }

  /** Lets the profile have that codec. Throws when the camera does not offer it. */
  async play(codec: Codec): Promise<void> {
    switch (mediaOf[codec]) {
      case 'video':
        await this.call(videoEncoder(codec));
        break;
      case 'audio':
        await this.call(audioEncoder(codec));
        break;
      case 'application':
        break;
    }
  }

  /** The URI of the profile over a transport, as GetStreamUri tells it, with credentials. Throws when it is not offered. */
  async uri(transport: Transport): Promise<URL> {
    const [protocol, origin] = protocols[transport];
    const request = `<tr2:GetStreamUri><tr2:Protocol>${protocol}</tr2:Protocol><tr2:ProfileToken>${profile}</tr2:ProfileToken></tr2:GetStreamUri>`;
    return this.#withCredentials(/<\w+:Uri>([^<]*)</.exec(await this.call(request, origin))?.[1] ?? '');
  }

  /** Where RTSP over WebSocket is: the capability's path at the web service (STR-92). Throws when it is not offered. */
  async webSocket(transport: 'websocket' | 'wss'): Promise<string> {
    const [, origin] = protocols[transport];
    const capabilities = await this.call('<tr2:GetServiceCapabilities/>', origin);
    const path = /RTSPWebSocketUri="wss?:(\/[^"]*)"/.exec(capabilities)?.[1];
    if (path === undefined) throw new Error('no RTSPWebSocketUri');
    const { host } = new URL(this.#camera.summary[origin] ?? '');
    return `${transport === 'wss' ? 'wss' : 'ws'}://${host}${path}`;
  }

  #withCredentials(text: string): URL {
    // Node lets no port of a scheme it knows be set on another: the tunnel's URI is told as http:, players want rtsp:.
    const uri = new URL(text.replace(/^https?:/, 'rtsp:'));
    uri.username = this.#camera.admin;
    uri.password = this.#camera.password;
    return uri;
  }
}

function videoEncoder(codec: Codec): string {
  return `<tr2:SetVideoEncoderConfiguration><tr2:Configuration token="VideoEncoder2" GovLength="30"${codec === 'JPEG' ? '' : ' Profile="Main"'}>
    <tt:Name>sub</tt:Name><tt:UseCount>0</tt:UseCount><tt:Encoding>${codec}</tt:Encoding>
    <tt:Resolution><tt:Width>640</tt:Width><tt:Height>360</tt:Height></tt:Resolution>
    <tt:RateControl><tt:FrameRateLimit>30</tt:FrameRateLimit><tt:BitrateLimit>1000</tt:BitrateLimit></tt:RateControl>
    <tt:Quality>50</tt:Quality></tr2:Configuration></tr2:SetVideoEncoderConfiguration>`;
}

/** kbit/s and kHz of each audio codec. */
const audioRates: Readonly<Partial<Record<Codec, readonly [bitrate: number, sampleRate: number]>>> = {
  PCMU: [64, 8],
  PCMA: [64, 8],
  G726: [32, 8],
  'mpeg4-generic': [64, 16],
};

function audioEncoder(codec: Codec): string {
  const [bitrate, sampleRate] = audioRates[codec] ?? [64, 8];
  return `<tr2:SetAudioEncoderConfiguration><tr2:Configuration token="AudioEncoder1"><tt:Name>audio</tt:Name>
    <tt:UseCount>0</tt:UseCount><tt:Encoding>${codec}</tt:Encoding>
    <tt:Bitrate>${bitrate}</tt:Bitrate><tt:SampleRate>${sampleRate}</tt:SampleRate></tr2:Configuration></tr2:SetAudioEncoderConfiguration>`;
}
