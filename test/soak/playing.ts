import type { Target, Transport } from '../bench/rtsp-load.ts';
import { type Datagrams, joinGroup, openPair } from './datagrams.ts';
import { type Reply, RtspTalk } from './rtsp-talk.ts';
import { openTunnel } from './tunnel-wire.ts';
import { openWebSocket } from './websocket-wire.ts';
import { openSocket, plainWire, type Wire } from './wire.ts';

/** The server said no, or nothing. */
class Refused extends Error {
  readonly status: number;

  constructor(method: string, reply: Reply) {
    super(`${method}: ${reply.status}`);
    this.status = reply.status;
  }
}

async function openWire(target: Target, transport: Transport): Promise<Wire> {
  const { host, port, path } = target;
  switch (transport) {
    case 'websocket':
    case 'wss':
      return openWebSocket(host, port, transport === 'wss');
    case 'http':
    case 'https':
      return openTunnel(host, port, path, transport === 'https');
    default:
      return plainWire(await openSocket(host, port, transport === 'rtsps'));
  }
}

const acceptable = (method: string, reply: Reply): Reply => {
  if (reply.status !== 200) throw new Refused(method, reply);
  return reply;
};

/** One client: connected, then described, set up, playing, as far as its life goes. */
export class Playing {
  readonly talk: RtspTalk;
  readonly uri: string;
  readonly transport: Transport;
  readonly host: string;
  sdp = '';
  session = '';
  /** Of the first track. */
  datagrams: Datagrams | undefined;
  #more: readonly Datagrams[] = [];
  /** RTP and RTCP port of the server, UDP only. */
  serverPorts: readonly [number, number] = [0, 0];

  private constructor(wire: Wire, target: Target, transport: Transport) {
    this.talk = new RtspTalk(wire, target);
    this.uri = `${transport === 'rtsps' ? 'rtsps' : 'rtsp'}://${target.host}:${target.port}/${target.path}`;
    this.host = target.host;
    this.transport = transport;
  }

  static async open(target: Target, transport: Transport): Promise<Playing> {
    return new Playing(await openWire(target, transport), target, transport);
  }

  packets(): number {
    if (this.datagrams === undefined) return this.talk.packets;
    return [this.datagrams, ...this.#more].reduce((sum, one) => sum + one.packets(), 0);
  }

  async describe(headers: Readonly<Record<string, string>> = {}): Promise<void> {
    const reply = await this.talk.request('DESCRIBE', this.uri, { Accept: 'application/sdp', ...headers });
    this.sdp = acceptable('DESCRIBE', reply).body;
  }

  /** Uris of the m= sections that the camera sends, or takes, of one kind or of all. */
  tracks(kind: 'video' | 'backchannel' | 'all'): readonly string[] {
    const sections = this.sdp.split(/^(?=m=)/m).slice(1);
    const found = sections.filter((one) => {
      if (one.includes('a=sendonly')) return kind === 'backchannel' && one.startsWith('m=audio');
      return kind === 'all' || (kind === 'video' && one.startsWith('m=video'));
    });
    return found.flatMap((one) => {
      const control = /^a=control:(\S+)/m.exec(one)?.[1];
      if (control === undefined) return [];
      return [control.includes('://') ? control : `${this.uri}/${control}`];
    });
  }

  /** What to ask for; `port` of our own UDP pair. Only the first track of a multicast session may name a group. */
  transportHeader(channel: number, port: number): string {
    if (this.transport === 'multicast') {
      const group = 'destination=239.255.77.9;port=25100-25101;ttl=1';
      return channel === 0 ? `RTP/AVP;multicast,RTP/AVP;multicast;${group}` : 'RTP/AVP;multicast';
    }
    if (this.transport === 'udp') return `RTP/AVP;unicast;client_port=${port}-${port + 1}`;
    return `RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1}`;
  }

  async setUp(track: string = this.tracks('video')[0] ?? this.uri, channel = 0): Promise<void> {
    const pair = this.transport === 'udp' ? await openPair() : undefined;
    this.#hold(pair);
    const headers: Record<string, string> = { Transport: this.transportHeader(channel, pair?.port ?? 0) };
    if (this.session !== '') headers.Session = this.session;
    const reply = acceptable('SETUP', await this.talk.request('SETUP', track, headers));
    const chosen = reply.headers.get('transport') ?? '';
    this.session = reply.headers.get('session')?.split(';')[0] ?? '';
    const ports = /server_port=(\d+)-(\d+)/.exec(chosen);
    if (ports !== null && pair === this.datagrams) this.serverPorts = [Number(ports[1]), Number(ports[2])];
    const group = /destination=([\d.]+)/.exec(chosen)?.[1];
    const port = /;port=(\d+)/.exec(chosen)?.[1];
    if (this.transport === 'multicast') this.#hold(await joinGroup(group ?? '', Number(port)));
  }

  /** Everything that the camera sends: video, audio, metadata. */
  async setUpAll(): Promise<void> {
    for (const [index, track] of this.tracks('all').entries()) await this.setUp(track, 2 * index);
  }

  async play(): Promise<void> {
    acceptable('PLAY', await this.talk.request('PLAY', this.uri, { Session: this.session, Range: 'npt=now-' }));
  }

  async leave(): Promise<void> {
    acceptable('TEARDOWN', await this.talk.request('TEARDOWN', this.uri, { Session: this.session }));
  }

  /** Lets go of everything here, in order or by reset. */
  close(how: 'end' | 'reset' = 'end'): void {
    this.talk.wire[how]();
    for (const one of [this.datagrams, ...this.#more]) one?.close();
  }

  #hold(datagrams: Datagrams | undefined): void {
    if (this.datagrams === undefined) this.datagrams = datagrams;
    else if (datagrams !== undefined) this.#more = [...this.#more, datagrams];
  }
}
