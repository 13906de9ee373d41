import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addon, type HubHandle, type SubscriberHandle } from '../../../hal/native/addon.ts';
import { transports } from '../../../hal/native/transports.ts';
import { collectGarbage } from '../collect-garbage.ts';
import { openPair } from '../open-pair.ts';
import { InterleavedReceiver, UdpReceiver } from '../rtp-receivers.ts';

const live = suite('live objects');
const pair = openPair();

/** Closed objects whose callbacks hold them, as those of the streams and of the RTSP server do. */
class Owner {
  readonly name: string;
  readonly hub: HubHandle;
  readonly subscribers: SubscriberHandle[] = [];
  told = 0;

  constructor(name: string) {
    this.name = name;
    this.hub = addon.openHub(name, { clockRate: 90000, unit: 'picture' }, () => this.#hear());
    addon.onKeyFrameRequest(this.hub, () => this.#hear());
  }

  async live(receiver: UdpReceiver): Promise<void> {
    const { rtp, rtcp } = receiver.ports;
    for (let index = 0; index < 3; index += 1) {
      const subscriber = addon.subscribeUdp(this.hub, pair, receiver.address, rtp, rtcp);
      this.subscribers.push(subscriber);
      if (index === 0) continue;
      addon.play(subscriber, () => this.#hear());
      if (index === 1) addon.sendDocument(this.hub, 107, Buffer.from('document'));
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
    addon.closeHub(this.hub);
  }

  #hear(): void {
    this.told += 1;
  }
}

/** How often it was told something. What is reachable here must be so no longer when it returns. */
async function lifeOf(name: string, receiver: UdpReceiver): Promise<number> {
  const owner = new Owner(name);
  await owner.live(receiver);
  return owner.told;
}

async function connect(vanishes: boolean): Promise<void> {
  const receiver = await InterleavedReceiver.open(transports);
  receiver.connection.send(Buffer.from('RTSP/1.0 200 OK\r\n\r\n'));
  if (vanishes) receiver.vanish();
  await new Promise((resolve) => setTimeout(resolve, 5));
  receiver.close();
}

async function settle(before: Readonly<Record<string, number>>): Promise<readonly string[]> {
  const grown = (): readonly string[] =>
    Object.entries(addon.liveObjects()).flatMap(([name, count]) =>
      count > (before[name] ?? 0) ? [`${name}: ${before[name]} → ${count}`] : [],
    );
  for (let turn = 0; turn < 100 && grown().length > 0; turn += 1) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return grown();
}

live('closed hubs and their subscribers go, whatever their callbacks hold', async () => {
  const receiver = await UdpReceiver.open();
  const before = addon.liveObjects();
  let told = 0;
  for (let index = 0; index < 20; index += 1) {
    told += await lifeOf(`live-${index}`, receiver);
  }
  assert.ok(told > 0, 'the callbacks were of use');
  assert.ok((addon.liveObjects().hubs ?? 0) > 0, 'the counters count');
  assert.equal(await settle(before), []);
  receiver.close();
});

live('closed connections go, and those whose client has gone', async () => {
  const before = addon.liveObjects();
  for (let index = 0; index < 20; index += 1) {
    await connect(index % 2 === 0);
  }
  assert.equal(await settle(before), []);
});

live.run();
