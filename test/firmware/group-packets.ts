import dgram from 'node:dgram';
import { once } from 'node:events';

/** Packets of a multicast group, as they are counted by a member on the loopback interface, where test cameras serve. */
export class GroupPackets {
  count = 0;
  readonly #socket = dgram.createSocket({ type: 'udp4', reuseAddr: true });

  static async join(address: string, port: number): Promise<GroupPackets> {
    const member = new GroupPackets();
    member.#socket.on('message', () => {
      member.count += 1;
    });
    member.#socket.bind(port, address);
    await once(member.#socket, 'listening');
    member.#socket.addMembership(address, '127.0.0.1');
    // A test that fails must not wait for its end.
    member.#socket.unref();
    return member;
  }

  close(): void {
    this.#socket.close();
  }
}
