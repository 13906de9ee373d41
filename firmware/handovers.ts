import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionReceiver } from '../services/handover/hand-over.ts';
import type { HandedConnection } from '../services/rtsp/handed-connection.ts';
import type { ToMedia } from './channel.ts';
import { relay } from './relay.ts';

/** Connections on their way to the media process, and those that are relayed to it for as long as they last. */
const limits = { underWay: 64, relays: 256 } as const;

export type SendSocket = (message: ToMedia, socket: Socket, done: (error: Error | null) => void) => boolean;

/** Connections that go from the web port to the media process. */
export class Handovers implements ConnectionReceiver {
  readonly #isUp: () => boolean;
  readonly #send: SendSocket;
  /** Sockets whose message waits: they are still ours when the media process dies. */
  readonly #underWay = new Set<Socket>();
  readonly #relays = new Set<Socket>();
  readonly #folder: string = mkdtempSync(join(tmpdir(), 'vedette-'));

  constructor(isUp: () => boolean, send: SendSocket) {
    this.#isUp = isUp;
    this.#send = send;
  }

  /** Where the media process listens for relays: in a folder of ours alone (0700). */
  get relayPath(): string {
    return join(this.#folder, 'relay');
  }

  room(secure: boolean): number {
    if (!this.#isUp()) return 0;
    return secure ? limits.relays - this.#relays.size : limits.underWay - this.#underWay.size;
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
    this.#relays.add(socket);
    socket.once('close', () => this.#relays.delete(socket));
    relay(socket, this.relayPath, handed);
  }

  /** The media process has ended: what was on its way to it ends too. Relays notice by themselves. */
  ended(): void {
    for (const socket of this.#underWay) socket.destroy();
    this.#underWay.clear();
  }

  close(): void {
    this.ended();
    for (const socket of this.#relays) socket.destroy();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
