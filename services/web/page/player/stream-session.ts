import type { AccessUnit, Depacketiser } from '../media/access-unit.ts';
import { JpegDepacketiser } from '../media/jpeg-depacketiser.ts';
import { h264Format, h265Format, NalDepacketiser } from '../media/nal-depacketiser.ts';
import { parseRtp, type RtpPacket } from '../rtsp/rtp.ts';
import { RtspClient } from '../rtsp/rtsp-client.ts';
import { parseSdp, type Track } from '../rtsp/sdp.ts';
import { currentLogin, NotSignedIn, urlOf } from '../session/session.ts';
import { media } from '../soap/services.ts';
import type { Encoding } from './candidates.ts';
import { Sound } from './sound.ts';

/** What a session delivers. */
interface SessionListener {
  readonly onPicture: (unit: AccessUnit) => void;
  readonly onSound: (packet: RtpPacket, track: Track) => void;
  readonly onBytes: (count: number) => void;
  readonly onTravel: (milliseconds: number) => void;
  readonly onEnd: (reason: string) => void;
}

/** Milliseconds between two signs of life; the camera ends a silent session after a minute. */
const keepAlive = 25_000;

function depacketiserOf(encoding: string): Depacketiser | undefined {
  if (encoding === 'H264') return new NalDepacketiser(h264Format);
  if (encoding === 'H265') return new NalDepacketiser(h265Format);
  return encoding === 'JPEG' ? new JpegDepacketiser() : undefined;
}

/** URL of a track: absolute, or below that of the presentation. */
function trackUrl(base: string, control: string): string {
  return /^rtsps?:/.test(control) ? control : `${base.replace(/\/$/, '')}/${control}`;
}

/** One RTSP session that plays a profile. */
export class StreamSession {
  readonly #client: RtspClient;
  readonly #url: string;
  readonly #listener: SessionListener;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Sound of the stream that this page can play. */
  sound: Track | undefined;
  encoding: Encoding | undefined;

  private constructor(client: RtspClient, url: string, listener: SessionListener) {
    this.#client = client;
    this.#url = url;
    this.#listener = listener;
  }

  /** Connects and plays. Rejects with RtspRefusal, SoapFault or an error of the connection. */
  static async play(profile: string, listener: SessionListener): Promise<StreamSession> {
    const login = currentLogin();
    if (login === undefined) throw new NotSignedIn();
    const { Uri: uri } = await media('GetStreamUri', { Protocol: 'RTSP', ProfileToken: profile });
    const channels = new Map<number, (packet: RtpPacket) => void>();
    const socket = urlOf('onvif/rtsp').replace(/^http/, 'ws');
    const client = await RtspClient.connect(socket, login, {
      onData: (channel, bytes) => {
        listener.onBytes(bytes.length);
        const take = channels.get(channel);
        const packet = take === undefined ? undefined : parseRtp(bytes);
        if (packet !== undefined) take?.(packet);
      },
      onEnd: (reason) => {
        session.#stopTimer();
        listener.onEnd(reason);
      },
    });
    const session = new StreamSession(client, uri, listener);
    try {
      await session.#start(channels);
    } catch (error) {
      session.close();
      throw error;
    }
    return session;
  }

  async #start(channels: Map<number, (packet: RtpPacket) => void>): Promise<void> {
    const described = await this.#client.request('DESCRIBE', this.#url, { Accept: 'application/sdp' });
    const base = described.fields.get('content-base') ?? this.#url;
    const tracks = parseSdp(described.body);
    const video = tracks.find(({ kind, encoding }) => kind === 'video' && depacketiserOf(encoding) !== undefined);
    const depacketiser = video && depacketiserOf(video.encoding);
    if (video === undefined || depacketiser === undefined) throw new Error('no picture in this stream');
    this.encoding = video.encoding as Encoding;
    await this.#setUp(trackUrl(base, video.control), 0);
    channels.set(0, (packet) => {
      for (const unit of depacketiser.push(packet)) this.#listener.onPicture(unit);
    });
    const sound = tracks.find((track) => track.kind === 'audio' && Sound.plays(track));
    if (sound !== undefined) {
      await this.#setUp(trackUrl(base, sound.control), 2);
      channels.set(2, (packet) => this.#listener.onSound(packet, sound));
      this.sound = sound;
    }
    await this.#client.request('PLAY', base, { Range: 'npt=0.000-' });
    this.#timer = setInterval(() => void this.#live(), keepAlive);
    void this.#live();
  }

  async #setUp(url: string, channel: number): Promise<void> {
    await this.#client.request('SETUP', url, {
      Transport: `RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1}`,
    });
  }

  /** Keeps the session, and measures the way to the camera and back. */
  async #live(): Promise<void> {
    const begun = performance.now();
    try {
      await this.#client.request('GET_PARAMETER', this.#url);
      this.#listener.onTravel((performance.now() - begun) / 2);
    } catch {
      // The end of the connection is told by itself.
    }
  }

  #stopTimer(): void {
    clearInterval(this.#timer);
  }

  close(): void {
    this.#stopTimer();
    this.#client.close(this.#url);
  }
}
