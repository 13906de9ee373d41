import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { multicastPlaces, type Place } from './listening-addresses.ts';

const groups = { IPv4: '239.255.255.250', IPv6: 'ff02::c' } as const;

export interface Arrival {
  readonly datagram: Uint8Array;
  readonly sender: RemoteInfo;
  /** False for what was sent to one of our own addresses. */
  readonly multicast: boolean;
}

export interface SocketsOptions {
  readonly places: readonly Place[];
  /** 3702, but for tests. */
  readonly port: number;
  readonly receive: (arrival: Arrival) => void;
  /** A socket that failed; the others go on. */
  readonly failed: (error: unknown, what: string) => void;
}

/** The open sockets of discovery: one per address, and one per group and interface for what is multicast. */
export interface Sockets {
  /** False when something did not open: trying again later may help. */
  readonly complete: boolean;
  reply(place: Place, message: Buffer, to: { readonly address: string; readonly port: number }): Promise<void>;
  /** Sends on every interface; `message` may differ from one to the next. */
  multicast(message: (place: Place) => Buffer): Promise<void>;
  close(): Promise<void>;
}

/**
 * SO_REUSEADDR lets several cameras of one host hear the same multicast. Group sockets are bound to the group itself, so
 * that unicast and multicast are told apart. A message goes out of the socket of its place: its source address is then
 * the one in its XAddrs.
 */
export async function openSockets(options: SocketsOptions): Promise<Sockets> {
  const { places, port } = options;
  const own = new Map<Place, Socket>();
  const listening: Socket[] = [];
  for (const place of places) {
    const socket = await attempt(options, place.address, () => openPlace(place, options));
    if (socket !== undefined) own.set(place, socket);
  }
  const wantedGroups = groupSockets(options);
  for (const [name, open] of wantedGroups) {
    const socket = await attempt(options, name, open);
    if (socket !== undefined) listening.push(socket);
  }
  const destination = ({ family, interfaceName }: Place): string =>
    family === 'IPv4' ? groups.IPv4 : `${groups.IPv6}%${interfaceName}`;
  const post = async (place: Place, message: Buffer, address: string, toPort: number): Promise<void> => {
    const socket = own.get(place);
    try {
      await new Promise<void>((resolve, reject) => {
        socket?.send(message, toPort, address, (error) => (error ? reject(error) : resolve()));
        if (socket === undefined) resolve();
      });
    } catch (error) {
      options.failed(error, `send to ${address}`);
    }
  };
  return {
    complete: own.size === places.length && listening.length === wantedGroups.length,
    reply: (place, message, to) => post(place, message, to.address, to.port),
    async multicast(message) {
      await Promise.all(multicastPlaces(places).map((place) => post(place, message(place), destination(place), port)));
    },
    async close() {
      await Promise.all(
        [...own.values(), ...listening].map((socket) => new Promise<void>((done) => socket.close(done))),
      );
    },
  };
}

async function attempt(
  { failed }: SocketsOptions,
  what: string,
  open: () => Promise<Socket>,
): Promise<Socket | undefined> {
  try {
    return await open();
  } catch (error) {
    failed(error, what);
    return undefined;
  }
}

async function bind(type: 'IPv4' | 'IPv6', address: string, port: number): Promise<Socket> {
  const socket = createSocket(
    type === 'IPv4' ? { type: 'udp4', reuseAddr: true } : { type: 'udp6', reuseAddr: true, ipv6Only: true },
  );
  const bound = once(socket, 'listening');
  socket.bind({ address, port });
  try {
    await bound;
  } catch (error) {
    socket.close();
    throw error;
  }
  return socket;
}

function listen(socket: Socket, multicast: boolean, { receive, failed }: SocketsOptions): void {
  socket.on('message', (datagram, sender) => receive({ datagram, sender, multicast }));
  socket.on('error', (error) => failed(error, 'socket'));
}

async function openPlace(place: Place, options: SocketsOptions): Promise<Socket> {
  const { family, address, interfaceName } = place;
  const zoned = family === 'IPv6' && address.startsWith('fe80:') ? `${address}%${interfaceName}` : address;
  const socket = await bind(family, zoned, options.port);
  socket.setMulticastInterface(family === 'IPv4' ? address : `::%${interfaceName}`);
  socket.setMulticastTTL(1);
  // Clients on this machine must hear us as well.
  socket.setMulticastLoopback(true);
  listen(socket, false, options);
  return socket;
}

function groupSockets(options: SocketsOptions): readonly (readonly [string, () => Promise<Socket>])[] {
  const joined = multicastPlaces(options.places);
  const version4 = joined.filter(({ family }) => family === 'IPv4');
  const opening = joined
    .filter(({ family }) => family === 'IPv6')
    .map(({ interfaceName }) => {
      const address = `${groups.IPv6}%${interfaceName}`;
      return [address, () => openGroup('IPv6', address, [`::%${interfaceName}`], options)] as const;
    });
  if (version4.length === 0) return opening;
  const members = version4.map(({ address }) => address);
  return [[groups.IPv4, () => openGroup('IPv4', groups.IPv4, members, options)], ...opening];
}

async function openGroup(
  family: 'IPv4' | 'IPv6',
  address: string,
  members: readonly string[],
  options: SocketsOptions,
): Promise<Socket> {
  const socket = await bind(family, address, options.port);
  for (const member of members) {
    try {
      socket.addMembership(groups[family], member);
    } catch (error) {
      options.failed(error, `join on ${member}`);
    }
  }
  listen(socket, true, options);
  return socket;
}
