import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Pipeline } from '../../../hal/gstreamer/pipeline/pipeline.ts';
import { addon, type HubHandle, type SubscriberHandle } from '../../../hal/native/addon.ts';
import { until } from '../../until.ts';
import { openPair } from '../open-pair.ts';
import type { RtpPacket } from '../rtp-packets.ts';
import { UdpReceiver } from '../rtp-receivers.ts';

const payloader = suite('MPEG-4 payloader');
const pair = openPair();
const caps = 'video/mpeg,mpegversion=4,systemstream=false';
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
const headers = '000001b003000001b58913000001000000012000c488';
const intra = '000001b61234';

/** A payloader with one receiver that waits for a key picture and has seen nothing yet. */
class Stage {
  readonly described: Readonly<Record<string, string>>[] = [];
  readonly receiver: UdpReceiver;
  readonly #hub: HubHandle;
  readonly #pipeline: Pipeline;
  readonly #subscriber: SubscriberHandle;
  #published = 0;

  private constructor(receiver: UdpReceiver) {
    const name = 'mpeg4';
    this.receiver = receiver;
    this.#hub = addon.openHub(name, { clockRate: 90000, unit: 'picture' }, (each) => this.described.push(each));
    const properties = { source: { channel: name, depth: 50 }, sink: { hub: name, 'cache-ms': 0 } };
    const launch = 'framesrc name=source ! vedettemp4vpay ! rtpfanoutsink name=sink';
    this.#pipeline = new Pipeline({ launch, properties }, name, (_, text) => assert.unreachable(text));
    const { rtp, rtcp } = receiver.ports;
    this.#subscriber = addon.subscribeUdp(this.#hub, pair, receiver.address, rtp, rtcp);
    this.#pipeline.play();
  }

  static async open(): Promise<Stage> {
    return new Stage(await UdpReceiver.open());
  }

  /** Pictures go into the payloader; resolves once their frames are out. */
  async publish(...pictures: readonly Buffer[]): Promise<void> {
    for (const picture of pictures) addon.publish('mpeg4', caps, picture);
    this.#published += pictures.length;
    await until(() => addon.frames(this.#hub) === this.#published, 'the pictures');
  }

  join(): void {
    addon.play(this.#subscriber, () => addon.start(this.#subscriber));
  }

  /** The first packet that comes. */
  async first(): Promise<RtpPacket | undefined> {
    await until(() => this.receiver.rtp.length > 0, 'a packet');
    return this.receiver.rtp[0];
  }

  close(): void {
    this.#pipeline.release();
    addon.closeHub(this.#hub);
    this.receiver.close();
  }
}

/** Start codes and vop_coding_type (ISO/IEC 14496-2 6.2.5, table 6-20). */
const pictures: readonly (readonly [what: string, picture: string, key: boolean])[] = [
  ['an intra picture', '000001b610', true],
  ['a predicted picture', '000001b650', false],
  ['a bidirectional picture', '000001b690', false],
  ['a sprite', '000001b6d0', false],
  ['an intra picture with all headers', `${headers}000001b300100700000001b61060`, true],
  ['an intra picture after a group header', '000001b300100700000001b61060', true],
  ['a predicted picture after a group header', '000001b300100700000001b65060', false],
  ['a predicted picture after user data', '000001b24c617663000001b65060', false],
  ['a start code without its picture', '000001b6', false],
  ['half a start code', '0000', false],
  ['what is no picture', 'a5a5a5a5a5a5', false],
];

for (const [what, picture, key] of pictures)
  payloader(`a receiver ${key ? 'starts' : 'does not start'} with ${what}`, async () => {
    const stage = await Stage.open();
    await stage.publish(bytes(headers + intra));
    stage.join();
    await stage.publish(bytes(picture), bytes(intra));
    const begins = key ? picture : intra;
    assert.equal((await stage.first())?.payload, bytes(begins.startsWith(headers) ? begins : headers + begins));
    stage.close();
  });

payloader('sends nothing before the first headers, and describes each new ones', async () => {
  const stage = await Stage.open();
  stage.join();
  addon.publish('mpeg4', caps, bytes('000001b650'));
  await stage.publish(bytes(headers + intra));
  assert.equal((await stage.first())?.payload, bytes(headers + intra));
  const others = headers.replace('b003', 'b001');
  await stage.publish(bytes(headers + intra), bytes(others + intra));
  await until(() => stage.described.length === 2, 'the description');
  assert.equal(
    stage.described.map((each) => [each['encoding-name'], each['profile-level-id'], each.config]),
    [
      ['MP4V-ES', '3', headers],
      ['MP4V-ES', '1', others],
    ],
  );
  stage.close();
});

payloader('sends each picture at once, in packets of at most 1400 octets with the marker on the last', async () => {
  const stage = await Stage.open();
  stage.join();
  const sizes = [1388, 1389, 2776, 40_000];
  const sent = sizes.map((size) => Buffer.concat([bytes(headers + intra), Buffer.alloc(size, 85)]).subarray(0, size));
  for (const [index, picture] of sent.entries()) {
    await stage.publish(picture);
    await until(() => stage.receiver.rtp.filter((packet) => packet.marker).length === index + 1, 'its packets');
  }
  const ends = stage.receiver.rtp.flatMap((packet, index) => (packet.marker ? [index + 1] : []));
  assert.equal(
    ends.map((end, index) =>
      Buffer.concat(stage.receiver.rtp.slice(ends[index - 1] ?? 0, end).map(({ payload }) => payload)),
    ),
    sent,
  );
  assert.ok(stage.receiver.rtp.every(({ payload }) => payload.length <= 1388));
  assert.ok(stage.receiver.rtp.every(({ payloadType }) => payloadType === 96));
  stage.close();
});

payloader.run();
