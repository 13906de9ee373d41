import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type ListeningAddress, multicastAddresses } from './listening-addresses.ts';

const groups = { IPv4: '239.255.255.250', IPv6: 'ff02::c' } as const;

export interface Arrival {
  readonly datagram: Uint8Array;
  readonly sender: RemoteInfo;
  /** False for a datagram to one of the own addresses. */
  readonly multicast: boolean;
}

interface SocketsOptions {
  readonly addresses: readonly ListeningAddress[];
  /** 3702; tests take another. */
  readonly port: number;
  readonly receive: (arrival: Arrival) => void;
  /** A socket failed; the others go on. */
  readonly failed: (error: unknown, what: string) => void;
}

/** The open sockets of discovery: one for each address, and one for each group and interface. */
export interface Sockets {
  /** False when a socket did not open: trying again later may help. */
  readonly complete: boolean;
  reply(
    local: ListeningAddress,
    message: Buffer,
    to: { readonly address: string; readonly port: number },
  ): Promise<void>;
  /** Sends on every interface; `message` may differ from one to the next. */
  multicast(message: (local: ListeningAddress) => Buffer): Promise<void>;
  close(): Promise<void>;
}

/**
 * SO_REUSEADDR lets several cameras of one host hear the same multicast. Group sockets are bound to the group itself, so
 * that unicast and multicast are told apart. A message leaves by the socket of its address, so that its source
 * address is the first of its XAddrs.
 */
export async function openSockets(options: SocketsOptions): Promise<Sockets> {
  const { addresses, port } = options;
  const own = new Map<ListeningAddress, Socket>();
  const listening: Socket[] = [];
  for (const local of addresses) {
    const socket = await attempt(options, local.address, () => openAddress(local, options));
    if (socket !== undefined) own.set(local, socket);
  }
  const wantedGroups = groupSockets(options);
  for (const [name, open] of wantedGroups) {
    const socket = await attempt(options, name, open);
    if (socket !== undefined) listening.push(socket);
  }
  const destination = ({ family, interfaceName }: ListeningAddress): string =>
    family === 'IPv4' ? groups.IPv4 : `${groups.IPv6}%${interfaceName}`;
  const post = async (local: ListeningAddress, message: Buffer, address: string, toPort: number): Promise<void> => {
    const socket = own.get(local);
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
    complete: own.size === addresses.length && listening.length === wantedGroups.length,
    reply: (local, message, to) => post(local, message, to.address, to.port),
    async multicast(message) {
      await Promise.all(
        multicastAddresses(addresses).map((local) => post(local, message(local), destination(local), port)),
      );
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

async function openAddress(local: ListeningAddress, options: SocketsOptions): Promise<Socket> {
  const { family, address, interfaceName } = local;
  const zoned = family === 'IPv6' && address.startsWith('fe80:') ? `${address}%${interfaceName}` : address;
  const socket = await bind(family, zoned, options.port);
  socket.setMulticastInterface(family === 'IPv4' ? address : `::%${interfaceName}`);
  socket.setMulticastTTL(1);
  // Clients on this machine must receive it as well.
  socket.setMulticastLoopback(true);
  listen(socket, false, options);
  return socket;
}

function groupSockets(options: SocketsOptions): readonly (readonly [string, () => Promise<Socket>])[] {
  const joined = multicastAddresses(options.addresses);
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
