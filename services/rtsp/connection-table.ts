import type { RtspConnection } from './connection.ts';
import { firstToGiveWay, type Occupant } from './give-way.ts';
import type { RtspLimits } from './limits.ts';
import { type RtspReply, serializeReply } from './message.ts';

/** Answer to a connection for which there is no room. */
const noRoom: RtspReply = { status: 503, headers: [['Retry-After', '10']] };

/** Whether a session needs a connection. */
export function isUsed(connection: RtspConnection, used: ReadonlySet<object>): boolean {
  return used.has(connection) || (connection.output !== undefined && used.has(connection.output));
}

/** Rank and age of a connection without session: without login it gives way before one that is idle. */
function describe({ user, remoteAddress: address, opened, lastSeen }: RtspConnection): Occupant {
  return user === undefined ? { address, rank: 0, since: opened } : { address, rank: 1, since: lastSeen };
}

/**
 * Every open connection. When there are too many, one without login gives way to a new one, then one that is idle;
 * a connection with a session stays.
 */
export class ConnectionTable {
  readonly #limits: Pick<RtspLimits, 'connections' | 'connectionsPerAddress'>;
  readonly #used: () => ReadonlySet<object>;
  readonly #open = new Set<RtspConnection>();

  /** @param used connections and outputs that sessions need */
  constructor(limits: Pick<RtspLimits, 'connections' | 'connectionsPerAddress'>, used: () => ReadonlySet<object>) {
    this.#limits = limits;
    this.#used = used;
  }

  get all(): readonly RtspConnection[] {
    return [...this.#open];
  }

  /** Adds a connection; false when it was refused, which its client is told. */
  add(connection: RtspConnection): boolean {
    const { remoteAddress } = connection;
    const own = this.all.filter((one) => one.remoteAddress === remoteAddress);
    const hasRoom =
      this.#makeRoom(own, this.#limits.connectionsPerAddress) && this.#makeRoom(this.#open, this.#limits.connections);
    if (hasRoom) this.#open.add(connection);
    else connection.end(serializeReply(noRoom, undefined));
    return hasRoom;
  }

  delete(connection: RtspConnection): void {
    this.#open.delete(connection);
  }

  #makeRoom(among: ReadonlySet<RtspConnection> | readonly RtspConnection[], limit: number): boolean {
    const size = 'size' in among ? among.size : among.length;
    if (size < limit) return true;
    const used = this.#used();
    const leaving = firstToGiveWay(
      [...among].filter((one) => !isUsed(one, used)),
      describe,
    );
    if (leaving === undefined) return false;
    this.#open.delete(leaving);
    leaving.end(serializeReply(noRoom, undefined));
    return true;
  }
}
