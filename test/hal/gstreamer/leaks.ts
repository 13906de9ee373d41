// time limit: 180 s
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addon } from '../../../hal/native/addon.ts';
import type { MediaEngine } from '../../../hal/ports/media-engine.ts';
import type { RtpSubscription, RtpTarget, SrtpContext, SrtpKey, UdpPair } from '../../../hal/ports/rtp-stream.ts';
import { fewWhenSanitized } from '../../sanitized.ts';
import { until } from '../../until.ts';
import { collectGarbage } from '../collect-garbage.ts';
import { InterleavedReceiver, UdpReceiver } from '../rtp-receivers.ts';
import { audioEncoder, mediaState, startEngine, streamOf, subEncoder } from '../running-engine.ts';

const leaks = suite('leaks');
const folder = mkdtempSync(join(tmpdir(), 'vedette-leaks-'));
process.env.VEDETTE_SPEAKER = folder;
const metadataId = 'MetadataToken1';
const state = mediaState([{ ...subEncoder, width: 320, height: 180 }], {
  audioEncoders: [audioEncoder],
  metadata: [{ id: metadataId, compression: 'None' }],
  audioOutputs: [{ id: 'AudioOutput1', level: 100 }],
});

leaks.after(() => rmSync(folder, { recursive: true }));

interface Resources {
  readonly descriptors: number;
  readonly threads: number;
  readonly objects: Readonly<Record<string, number>>;
}

function resources(): Resources {
  collectGarbage();
  return {
    descriptors: readdirSync('/proc/self/fd').length,
    threads: readdirSync('/proc/self/task').length,
    objects: addon.liveObjects(),
  };
}

function key(): SrtpKey {
  return { algorithm: 'AES_CM_128_HMAC_SHA1_80', master: Buffer.alloc(30, 7), mki: Buffer.from([1]) };
}

/** Receivers of a camera, one of each kind. */
class Receivers {
  readonly #engine: MediaEngine;
  readonly #pair: UdpPair;
  readonly #groups: UdpPair;
  readonly #srtp: SrtpContext;
  readonly #udp: UdpReceiver;
  readonly #connections: readonly InterleavedReceiver[];

  private constructor(engine: MediaEngine, udp: UdpReceiver, connections: readonly InterleavedReceiver[]) {
    const own = { family: 'IPv4', address: '127.0.0.1', rtpPort: 0, onRtcp: () => undefined } as const;
    this.#engine = engine;
    this.#pair = engine.openUdpPair(own);
    this.#groups = engine.openUdpPair({ ...own, multicastTtl: 1 });
    this.#srtp = engine.openSrtp(key());
    this.#udp = udp;
    this.#connections = connections;
  }

  static async open(engine: MediaEngine): Promise<Receivers> {
    const plain = await InterleavedReceiver.open(engine);
    const framed = await InterleavedReceiver.open(engine, 1 << 20, 'websocket');
    return new Receivers(engine, await UdpReceiver.open(), [plain, framed]);
  }

  #targets(): readonly RtpTarget[] {
    const udp = this.#udp.target(this.#pair);
    const group = {
      kind: 'udp',
      pair: this.#groups,
      address: '239.77.3.2',
      rtpPort: 45_000,
      rtcpPort: 45_001,
    } as const;
    return [udp, { ...udp, srtp: this.#srtp }, group, ...this.#connections.map(({ target }) => target)];
  }

  /** Plays every stream to every target until each got a packet. */
  async play(): Promise<void> {
    const streams = [subEncoder.id, audioEncoder.id, metadataId].map((id) => streamOf(this.#engine, id));
    const all = streams.flatMap((stream) => this.#targets().map((target) => stream.subscribe(target)));
    const start = async (subscription: RtpSubscription): Promise<void> => {
      await subscription.play();
      subscription.start();
    };
    const playing = Promise.all(all.map(start));
    this.#engine.sendMetadata(metadataId, Buffer.from('<a/>'));
    await playing;
    await until(() => all.every((subscription) => subscription.counters().packets > 0), 'packets');
    all.forEach((subscription, index) => {
      if (index % 2 === 0) subscription.close();
    });
  }

  close(): void {
    this.#srtp.close();
    this.#pair.close();
    this.#groups.close();
    this.#udp.close();
    for (const connection of this.#connections) connection.close();
  }
}

async function talk(engine: MediaEngine): Promise<void> {
  const [format] = engine.playbackFormats('AudioOutput1');
  if (format === undefined) throw new Error('nothing can be played');
  const playback = await engine.openPlayback('AudioOutput1', format);
  for (let index = 0; index < 10; index += 1) {
    const packet = Buffer.alloc(172, 0x80);
    packet.writeUInt8(format.payloadType, 1);
    packet.writeUInt32BE(index * 160, 4);
    packet.writeUInt16BE(index, 2);
    playback.push(packet);
  }
  playback.close();
}

async function cycle(): Promise<void> {
  const engine = await startEngine();
  await engine.apply(state);
  const receivers = await Receivers.open(engine);
  await receivers.play();
  await talk(engine);
  await engine.snapshot(subEncoder.id);
  await engine.stop();
  receivers.close();
}

/** Resources of which there are more than before. */
function grown(before: Resources): readonly string[] {
  const now = resources();
  const objects = Object.entries(now.objects).filter(([name, count]) => count > (before.objects[name] ?? 0));
  return [
    ...objects.map(([name, count]) => `${name}: ${before.objects[name]} → ${count}`),
    ...(now.descriptors > before.descriptors + 4 ? [`descriptors: ${before.descriptors} → ${now.descriptors}`] : []),
    ...(now.threads > before.threads + 4 ? [`threads: ${before.threads} → ${now.threads}`] : []),
  ];
}

async function settled(before: Resources): Promise<readonly string[]> {
  for (let turn = 0; turn < 50 && grown(before).length > 0; turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return grown(before);
}

leaks('are none after 100 rounds with every kind of stream and receiver', async () => {
  for (let life = 0; life < 5; life += 1) await cycle();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const before = resources();
  assert.ok((before.objects.callbacks ?? 0) > 0, 'the counters count');
  const memory = process.memoryUsage().rss;
  for (const _life of fewWhenSanitized(Array(100).fill(0), 30)) await cycle();
  assert.equal(await settled(before), []);
  process.stdout.write(`resident: ${((process.memoryUsage().rss - memory) / 2 ** 20).toFixed(1)} MiB more\n`);
});

leaks.run();
