import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Subscription } from '../../../hal/gstreamer/encode/subscription.ts';
import { engineLimits } from '../../../hal/gstreamer/pipeline/engine-limits.ts';
import { addon, type HubHandle } from '../../../hal/native/addon.ts';
import { subscribe, transports } from '../../../hal/native/transports.ts';
import type { StreamConnection, UdpPair } from '../../../hal/ports/rtp-stream.ts';
import { until } from '../../until.ts';

const lettingGo = suite('native objects let go');
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let server: Server;
/** The server's end of the newest connection. */
let accepted: Socket;
let hub: HubHandle;
let pair: UdpPair;

lettingGo.before(async () => {
  server = createServer((socket) => {
    accepted = socket;
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  hub = addon.openHub('letting-go', { clockRate: 90_000, unit: 'packet' }, () => undefined);
  pair = transports.openUdpPair({ family: 'IPv4', address: '127.0.0.1', rtpPort: 0, onRtcp: () => undefined });
});

lettingGo.after(() => {
  pair.close();
  addon.closeHub(hub);
  server.close();
});

/** What a session hangs on a native object; the object's callback refers to it, and it to the object. */
interface Owner {
  connection?: StreamConnection;
  subscription?: Subscription;
  failed?: string;
}

async function openSocket(): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await Promise.all([once(socket, 'connect'), once(server, 'connection')]);
  socket.on('error', () => socket.destroy());
  return socket;
}

function adopt(socket: Socket): Owner & { readonly connection: StreamConnection } {
  const owner: Owner = {};
  const { fd } = (socket as unknown as { readonly _handle: { readonly fd: number } })._handle;
  const connection = transports.adoptTcp(fd, { queueBytes: 65_536 }, (reason) => {
    owner.failed = reason;
  });
  return Object.assign(owner, { connection });
}

function subscribed(): Owner & { readonly subscription: Subscription } {
  const target = { kind: 'udp', pair, address: '127.0.0.1', rtpPort: 9, rtcpPort: 9 } as const;
  const owner: Owner = {};
  return Object.assign(owner, {
    subscription: new Subscription(subscribe(hub, target), 0, engineLimits.play, () => delete owner.failed),
  });
}

type Life = () => Promise<Owner>;

const lives: readonly [string, Life][] = [
  [
    'a connection that was closed',
    async () => {
      const socket = await openSocket();
      const owner = adopt(socket);
      owner.connection.close();
      socket.destroy();
      return owner;
    },
  ],
  [
    'a connection that failed',
    async () => {
      const socket = await openSocket();
      const owner = adopt(socket);
      accepted.resetAndDestroy();
      await until(() => owner.failed !== undefined, 'the failure is told');
      socket.destroy();
      return owner;
    },
  ],
  [
    'a subscription that played',
    async () => {
      const owner = subscribed();
      const point = owner.subscription.play();
      addon.sendDocument(hub, 100, Buffer.from('<document/>'));
      await point;
      owner.subscription.start();
      owner.subscription.close();
      return owner;
    },
  ],
  [
    'a subscription that never came to play',
    async () => {
      const owner = subscribed();
      const point = owner.subscription.play();
      owner.subscription.close();
      await point.catch(() => undefined);
      return owner;
    },
  ],
];

for (const [what, live] of lives) {
  lettingGo(`keep nothing alive of ${what}`, async () => {
    const owners: WeakRef<Owner>[] = [];
    for (let count = 0; count < 20; count += 1) owners.push(new WeakRef(await live()));
    const left = (): number => owners.filter((one) => one.deref() !== undefined).length;
    // The very last one may still lie in a register of this function's caller.
    await until(
      () => {
        collectGarbage();
        return left() <= 1;
      },
      'the owners are gone',
      3000,
    );
    assert.ok(left() <= 1);
  });
}

lettingGo.run();
