import dgram from 'node:dgram';
import { once } from 'node:events';
import { interfaceFor } from '../../services/rtsp/delivery/multicast-group.ts';

/** Packets of a multicast group, as they are counted by a member. */
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
    member.#socket.addMembership(address, interfaceFor(address, undefined));
    return member;
  }

  close(): void {
    this.#socket.close();
  }
}
