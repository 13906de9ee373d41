import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { probeText } from '../../services/discovery/probe-text.ts';
import { until } from '../../until.ts';

const group = '239.255.255.250';
const port = 3702;

/** A client of WS-Discovery on the link: hears what cameras announce, and probes. */
export class Ear {
  readonly heard: string[] = [];
  readonly #socket: Socket;
  #probes = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (datagram) => this.heard.push(datagram.toString()));
  }

  static async open(own: string): Promise<Ear> {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    socket.bind(port);
    await once(socket, 'listening');
    socket.addMembership(group, own);
    socket.setMulticastInterface(own);
    return new Ear(socket);
  }

  /** Addresses of the device service that cameras tell to a probe. */
  async probe(): Promise<readonly string[]> {
    const { length } = this.heard;
    this.#probes += 1;
    const id = `urn:uuid:guest-${process.pid}-${this.#probes}`;
    this.#socket.send(probeText('', id), port, group);
    const answer = (): string | undefined => this.heard.slice(length).find((text) => text.includes('ProbeMatches'));
    await until(() => answer() !== undefined, 'an answer to a probe', 3_000);
    return addressesIn(answer() ?? '');
  }

  /** Waits for a Hello that names a host, heard after `since` messages. */
  async hello(host: string, since: number, milliseconds = 60_000): Promise<void> {
    const names = (text: string): boolean => /Hello/.test(text) && addressesIn(text).some((url) => url.includes(host));
    await until(() => this.heard.slice(since).some(names), `a Hello with ${host}`, milliseconds);
  }

  close(): void {
    this.#socket.close();
  }
}

function addressesIn(text: string): readonly string[] {
  return (/XAddrs>([^<]*)</.exec(text)?.[1] ?? '').split(' ');
}
