import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import type { NetworkInterface } from '../../../hal/ports/system.ts';
import { createDiscovery, type Discovery, type DiscoveryOptions } from '../../../services/discovery/discovery.ts';
import { memorySettings } from '../settings/memory-settings.ts';

const group = '239.255.255.250';

/** The loopback interface of this machine, and what else it has with `all`. */
export function interfacesHere(all: boolean = false): readonly NetworkInterface[] {
  const facts = Object.entries(networkInterfaces()).filter(([name]) => all || name === 'lo');
  return facts.map(([name, addresses = []], index) => ({
    name,
    index: index + 1,
    hardwareAddress: '',
    mtu: 1500,
    up: true,
    loopback: name === 'lo',
    addresses: addresses.map(({ family, address, cidr }) => ({
      family,
      address,
      prefixLength: Number(cidr?.split('/')[1] ?? 32),
    })),
  }));
}

/** Scopes that a test changes. */
export class Scopes {
  #values: readonly string[];
  #listener: () => void = () => undefined;

  constructor(...values: readonly string[]) {
    this.#values = values;
  }

  list(): readonly string[] {
    return this.#values;
  }

  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  set(...values: readonly string[]): void {
    this.#values = values;
    this.#listener();
  }
}

export const uuid = '0b3b1d8f-1111-4000-8000-00000000abcd';

/** A camera on loopback only. */
export function discoveryOn(port: number, options: Partial<DiscoveryOptions> = {}): Discovery {
  return createDiscovery({
    system: { networkInterfaces: () => interfacesHere() },
    settings: memorySettings(),
    uuid,
    scopes: new Scopes('onvif://www.onvif.org/Profile/Streaming', 'onvif://www.onvif.org/name/Test'),
    xAddr: (host) => `http://${host}:8080/onvif/device_service`,
    log: { debug: () => undefined, warn: () => undefined },
    port,
    ...options,
  });
}

/** A port that is free for UDP now. */
export async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((done) => socket.close(done));
  return port;
}

/** What a client on loopback hears: answers to its own address, and multicast when it joined. */
interface Ear extends AsyncDisposable {
  readonly heard: readonly string[];
  send(text: string | Uint8Array, port: number, address?: string): Promise<void>;
  /** The messages that match, once there are `count`; rejects after 20 s. */
  until(pattern: RegExp, count?: number): Promise<readonly string[]>;
}

function ear(socket: Socket): Ear {
  const heard: string[] = [];
  socket.on('message', (datagram) => heard.push(datagram.toString()));
  return {
    heard,
    send: (text, port, address = group) =>
      new Promise((resolve, reject) => {
        socket.send(text, port, address, (error) => (error ? reject(error) : resolve()));
      }),
    async until(pattern, count = 1) {
      for (const end = Date.now() + 20_000; Date.now() < end; ) {
        const found = heard.filter((text) => pattern.test(text));
        if (found.length >= count) return found;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error(`not heard: ${pattern}; heard: ${heard.join('\n')}`);
    },
    [Symbol.asyncDispose]: () => new Promise((done) => socket.close(() => done())),
  };
}

/** A client that probes from loopback. */
export async function client(): Promise<Ear> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return ear(socket);
}

/** A client that listens to the group on loopback. */
export async function listener(port: number): Promise<Ear> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.bind(port, group);
  await once(socket, 'listening');
  socket.addMembership(group, '127.0.0.1');
  return ear(socket);
}
