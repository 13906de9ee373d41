import type { Target, Transport } from '../bench/rtsp-load.ts';
import { type Datagrams, joinGroup, openPair } from './datagrams.ts';
import { type Reply, RtspTalk } from './rtsp-talk.ts';
import { openTunnel } from './tunnel-wire.ts';
import { openWebSocket } from './websocket-wire.ts';
import { openSocket, plainWire, type Wire } from './wire.ts';

/** The server said no, or nothing. */
export class Refused extends Error {
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
  datagrams: Datagrams | undefined;
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
    return this.datagrams?.packets() ?? this.talk.packets;
  }

  async describe(headers: Readonly<Record<string, string>> = {}): Promise<void> {
    const reply = await this.talk.request('DESCRIBE', this.uri, { Accept: 'application/sdp', ...headers });
    this.sdp = acceptable('DESCRIBE', reply).body;
  }

  /** Uri of the n-th m= section of a direction, undefined when there is none. */
  track(kind: 'video' | 'backchannel'): string | undefined {
    const sections = this.sdp.split(/^(?=m=)/m).slice(1);
    const wanted = sections.find((one) =>
      kind === 'video' ? one.startsWith('m=video') : one.startsWith('m=audio') && one.includes('a=sendonly'),
    );
    const control = /^a=control:(\S+)/m.exec(wanted ?? '')?.[1];
    if (control === undefined) return undefined;
    return control.includes('://') ? control : `${this.uri}/${control}`;
  }

  /** What to ask for; opens UDP sockets where it needs them. */
  async transportHeader(channel = 0): Promise<string> {
    if (this.transport === 'multicast')
      return 'RTP/AVP;multicast,RTP/AVP;multicast;destination=239.255.77.9;port=25100-25101;ttl=1';
    if (this.transport !== 'udp') return `RTP/AVP/TCP;unicast;interleaved=${channel}-${channel + 1}`;
    this.datagrams ??= await openPair();
    return `RTP/AVP;unicast;client_port=${this.datagrams.port}-${this.datagrams.port + 1}`;
  }

  async setUp(track: string = this.track('video') ?? this.uri, channel = 0): Promise<void> {
    const headers: Record<string, string> = { Transport: await this.transportHeader(channel) };
    if (this.session !== '') headers.Session = this.session;
    const reply = acceptable('SETUP', await this.talk.request('SETUP', track, headers));
    const chosen = reply.headers.get('transport') ?? '';
    this.session = reply.headers.get('session')?.split(';')[0] ?? '';
    const ports = /server_port=(\d+)-(\d+)/.exec(chosen);
    if (ports !== null) this.serverPorts = [Number(ports[1]), Number(ports[2])];
    const group = /destination=([\d.]+)/.exec(chosen)?.[1];
    const port = /;port=(\d+)/.exec(chosen)?.[1];
    if (this.transport === 'multicast') this.datagrams = await joinGroup(group ?? '', Number(port));
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
    this.datagrams?.close();
  }
}
