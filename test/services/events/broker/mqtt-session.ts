import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseBrokerAddress } from '../../../../services/events/broker/broker-address.ts';
import { brokerStream } from '../../../../services/events/broker/broker-stream.ts';
import { openMqttSession } from '../../../../services/events/broker/mqtt-session.ts';

const session = suite('mqtt session');

const will = { topic: 'status', payload: 'offline', qos: 0, retain: true } as const;
const login = { clientId: 'c', userName: '', password: '', version: 4, will } as const;

/** Message with which a login at that address ends. */
async function refusal(address: string): Promise<string> {
  const rules = { local: true, ownAddresses: () => [] };
  const begin = (): ReturnType<typeof brokerStream> =>
    brokerStream(parseBrokerAddress(address), rules, { rejectUnauthorized: false });
  const error = await openMqttSession(begin, login).catch((reason: unknown) => reason);
  return error instanceof Error ? error.message : 'no refusal';
}

session('a broker that takes the connection and says nothing is given up, over each protocol', async () => {
  const sockets = new Set<Socket>();
  const silent = createServer((socket) => void sockets.add(socket.on('error', () => undefined))).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const place = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const refusals = await Promise.all(['mqtt', 'mqtts', 'ws', 'wss'].map((one) => refusal(`${one}://${place}`)));
  for (const message of refusals) assert.match(message, /timeout|timed out/i);
  for (const socket of sockets) socket.destroy();
  silent.close();
});

session('a broker that is not there, and an address that is refused, end the login with the reason', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, 'close');
  for (const protocol of ['mqtt', 'wss'])
    assert.match(await refusal(`${protocol}://127.0.0.1:${port}`), 'ECONNREFUSED');
  assert.match(await refusal('mqtt://0.0.0.0:1883'), 'is an address of the camera itself');
});

session.run();
