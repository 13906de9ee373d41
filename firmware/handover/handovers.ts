import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { ConnectionReceiver } from '../../services/handover/hand-over.ts';
import type { HandedConnection } from '../../services/plan/handed-connection.ts';
import type { ToMedia } from '../link/channel.ts';
import { relay } from './relay.ts';
import { RelayTable } from './relay-table.ts';

/** Connections on their way to the media process. */
const underWayLimit = 64;

type SendSocket = (message: ToMedia, socket: Socket, done: (error: Error | null) => void) => boolean;

/** Connections that go from the web port to the media process. */
export class Handovers implements ConnectionReceiver {
  readonly #isUp: () => boolean;
  readonly #send: SendSocket;
  /** Sockets whose message waits: they are still ours when the media process dies. */
  readonly #underWay = new Set<Socket>();
  readonly #relays = new RelayTable();
  readonly #folder: string;
  /** Socket where the media process listens for relays. Its name is new at each start: an earlier process may still end and remove its own. */
  readonly relayPath: string;

  /** @param folder of ours alone (0700), removed in the end */
  constructor(isUp: () => boolean, send: SendSocket, folder: string) {
    this.#isUp = isUp;
    this.#send = send;
    this.#folder = folder;
    this.relayPath = join(folder, `relay-${randomBytes(4).toString('hex')}`);
  }

  room(secure: boolean, address: string): number {
    if (!this.#isUp()) return 0;
    return secure ? this.#relays.room(address) : underWayLimit - this.#underWay.size;
  }

  hand(socket: Socket, handed: HandedConnection): void {
    this.#underWay.add(socket);
    const sent = this.#send({ kind: 'connection', handed }, socket, (error) => {
      this.#underWay.delete(socket);
      if (error !== null) socket.destroy();
    });
    if (sent) return;
    this.#underWay.delete(socket);
    socket.destroy();
  }

  relay(socket: Socket, handed: HandedConnection): void {
    this.#relays.add(socket, handed.remoteAddress);
    relay(socket, this.relayPath, handed);
  }

  /** The media process has ended: what was on its way to it ends too. Relays notice by themselves. */
  ended(): void {
    for (const socket of this.#underWay) socket.destroy();
    this.#underWay.clear();
  }

  close(): void {
    this.ended();
    this.#relays.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
