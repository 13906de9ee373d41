import dgram from 'node:dgram';
import net from 'node:net';
import type {
  ConnectionFraming,
  RtpTarget,
  RtpTransports,
  StreamConnection,
  UdpPair,
} from '../../hal/ports/rtp-stream.ts';
import { parseRtp, type RtpPacket } from './rtp-packets.ts';

async function bind(address: string): Promise<dgram.Socket> {
  const socket = dgram.createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', recvBufferSize: 1 << 20 });
  await new Promise<void>((resolve) => socket.bind(0, address, resolve));
  return socket;
}

/** Pair of UDP sockets of a client. */
export class UdpReceiver {
  readonly rtp: RtpPacket[] = [];
  readonly rtcp: Buffer[] = [];
  readonly address: string;
  readonly #rtp: dgram.Socket;
  readonly #rtcp: dgram.Socket;

  private constructor(address: string, rtp: dgram.Socket, rtcp: dgram.Socket) {
    this.address = address;
    this.#rtp = rtp;
    this.#rtcp = rtcp;
    rtp.on('message', (packet) => this.rtp.push(parseRtp(packet)));
    rtcp.on('message', (packet) => this.rtcp.push(packet));
  }

  static async open(address = '127.0.0.1'): Promise<UdpReceiver> {
    return new UdpReceiver(address, await bind(address), await bind(address));
  }

  get ports(): { readonly rtp: number; readonly rtcp: number } {
    return { rtp: this.#rtp.address().port, rtcp: this.#rtcp.address().port };
  }

  /** Received RTP packets. */
  onRtp(take: (packet: Buffer) => void): void {
    this.#rtp.on('message', take);
  }

  target(pair: UdpPair): RtpTarget {
    return { kind: 'udp', pair, address: this.address, rtpPort: this.ports.rtp, rtcpPort: this.ports.rtcp };
  }

  /** Sends to the camera's RTCP port; resolves with the source port. */
  async report(packet: Buffer, port: number): Promise<number> {
    await new Promise((resolve) => this.#rtcp.send(packet, port, this.address, resolve));
    return this.#rtcp.address().port;
  }

  close(): void {
    this.#rtp.close();
    this.#rtcp.close();
  }
}

/** Client of an interleaved connection; `text` collects everything but packets. */
export class InterleavedReceiver {
  readonly rtp: RtpPacket[] = [];
  readonly rtcp: Buffer[] = [];
  /** Received items in order: `rtp`, `rtcp` or the text of a reply. */
  readonly order: string[] = [];
  readonly connection: StreamConnection;
  readonly errors: string[] = [];
  readonly #client: net.Socket;
  readonly #peer: net.Socket;
  readonly #server: net.Server;
  #rest: Buffer = Buffer.alloc(0);

  private constructor(
    transports: RtpTransports,
    limits: { readonly queueBytes: number; readonly framing: ConnectionFraming },
    sockets: [net.Server, net.Socket, net.Socket],
  ) {
    [this.#server, this.#client, this.#peer] = sockets;
    this.connection = transports.adoptTcp(descriptor(this.#peer), limits, (reason) => this.errors.push(reason));
    this.#client.on('data', (bytes) => {
      if (limits.framing === 'none') this.#read(bytes);
    });
    this.#client.on('error', () => undefined);
    this.#peer.on('error', () => undefined);
  }

  /** Frames of WebSocket are read and dropped. */
  static async open(
    transports: RtpTransports,
    queueBytes: number = 1 << 20,
    framing: ConnectionFraming = 'none',
  ): Promise<InterleavedReceiver> {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const accepted = new Promise<net.Socket>((resolve) => server.once('connection', resolve));
    const client = net.connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
    return new InterleavedReceiver(transports, { queueBytes, framing }, [server, client, await accepted]);
  }

  get target(): RtpTarget {
    return { kind: 'interleaved', connection: this.connection, rtpChannel: 4, rtcpChannel: 5 };
  }

  /** Stops reading from the socket, like a hanging client. */
  stall(): void {
    this.#client.pause();
  }

  resume(): void {
    this.#client.resume();
  }

  vanish(): void {
    this.#client.resetAndDestroy();
  }

  close(): void {
    this.connection.close();
    this.#client.destroy();
    this.#peer.destroy();
    this.#server.close();
  }

  #read(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    for (let size = this.#next(); size > 0; size = this.#next()) this.#rest = this.#rest.subarray(size);
  }

  /** Reads one packet or reply; returns its size, 0 when it is incomplete. */
  #next(): number {
    if (this.#rest.length < 4) return 0;
    if (this.#rest[0] !== 0x24) return this.#reply();
    const size = 4 + this.#rest.readUInt16BE(2);
    if (this.#rest.length < size) return 0;
    const packet = Buffer.from(this.#rest.subarray(4, size));
    const channel = this.#rest[1];
    if (channel !== 4 && channel !== 5) throw new Error(`torn stream: channel ${channel}`);
    this.order.push(channel === 4 ? 'rtp' : 'rtcp');
    if (channel === 4) this.rtp.push(parseRtp(packet));
    else this.rtcp.push(packet);
    return size;
  }

  #reply(): number {
    const text = this.#rest.toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    if (!text.startsWith('RTSP/'.slice(0, text.length))) throw new Error(`torn stream: ${text.slice(0, 20)}`);
    if (end < 0) return 0;
    this.order.push(text.slice(0, end));
    return end + 4;
  }
}

/** File descriptor of a socket, as the RTSP server gets it. */
export function descriptor(socket: net.Socket): number {
  const handle: unknown = Reflect.get(socket, '_handle');
  const fd: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
  if (typeof fd !== 'number') throw new Error('no descriptor');
  return fd;
}
