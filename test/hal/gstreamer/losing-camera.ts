import * as assert from 'uvu/assert';
import type { MediaEngine, MediaEngineEvent } from '../../../hal/ports/media-engine.ts';
import { until } from '../../until.ts';
import { byteStream, decodeLuma } from '../access-units.ts';
import { distance, type RtpPacket } from '../rtp-packets.ts';
import { InterleavedReceiver } from '../rtp-receivers.ts';
import { streamOf } from '../running-engine.ts';

/** Camera that can be unplugged, on an engine with a stream `VideoEncoder2` of 640x360. */
interface LosingCamera {
  readonly open: (onEvent: (event: MediaEngineEvent) => void) => Promise<MediaEngine>;
  readonly unplug: () => void;
  readonly plugIn: () => void;
}

export type Signal = Extract<MediaEngineEvent, { readonly kind: 'signal' }>;

const [width, height] = [640, 360];

function pictures(receiver: InterleavedReceiver): number {
  return receiver.rtp.filter((packet) => packet.marker).length;
}

/**
 * Whether a picture has the uniform left edge of the NO SIGNAL picture, which no scene or test pattern has.
 * @param bytes luma
 */
function isNoSignal(bytes: Uint8Array): boolean {
  const edge = Array.from({ length: height - 8 }, (_, row) => bytes[(row + 4) * width + 8] ?? 0);
  return edge.every((value) => Math.abs(value - (edge[0] ?? 0)) < 12) && (edge[0] ?? 0) > 40 && (edge[0] ?? 0) < 90;
}

function assertUnbroken(packets: readonly RtpPacket[]): void {
  packets.forEach((packet, index) => {
    const before = packets[index - 1];
    if (before === undefined) return;
    assert.is(distance(before.sequence, packet.sequence, 16), 1, 'the sequence is unbroken');
    assert.is(before.ssrc, packet.ssrc);
    const step = distance(before.time, packet.time, 32);
    assert.ok(step >= 0 && step < 3 * 90_000, `time goes on: ${step}`);
  });
}

/** Pictures of a receiver: N for NO SIGNAL, C for the camera. */
async function seen(packets: readonly RtpPacket[]): Promise<string> {
  const whole = packets.slice(0, packets.findLastIndex((packet) => packet.marker) + 1);
  const frames = await decodeLuma(byteStream(whole), width, height);
  return frames.map((bytes) => (isNoSignal(bytes) ? 'N' : 'C')).join('');
}

/** Tests a loss: picture, NO SIGNAL, picture, each reported once, with one session. */
export async function losesAndRegains(camera: LosingCamera): Promise<void> {
  const signals: Signal[] = [];
  const failures: MediaEngineEvent[] = [];
  const engine = await camera.open((event) => {
    if (event.kind === 'signal') signals.push(event);
    else if (event.kind === 'pipeline-failed') failures.push(event);
  });
  const receiver = await InterleavedReceiver.open(engine);
  const subscription = streamOf(engine, 'VideoEncoder2').subscribe(receiver.target);
  await subscription.play();
  subscription.start();
  await until(() => pictures(receiver) >= 20, 'pictures');
  camera.unplug();
  await until(() => signals.at(-1)?.lost === true, 'the loss');
  const atLoss = pictures(receiver);
  await until(() => pictures(receiver) >= atLoss + 20, 'pictures without the camera');
  camera.plugIn();
  await until(() => signals.at(-1)?.lost === false, 'the return');
  const atReturn = pictures(receiver);
  await until(() => pictures(receiver) >= atReturn + 20, 'pictures again');
  subscription.close();
  receiver.close();
  assert.equal(
    signals.map(({ id, lost }) => [id, lost]),
    [
      ['VideoSource1', false],
      ['VideoSource1', true],
      ['VideoSource1', false],
    ],
  );
  assert.ok((signals[1]?.reason.length ?? 0) > 10, 'the loss has a reason');
  assert.equal(failures, [], 'no stream fails');
  assertUnbroken(receiver.rtp);
  assert.match(await seen(receiver.rtp), /^C{15,}N{15,}C{15,}$/);
}

/** Tests the reports of loss and return without a stream. */
export async function tellsPresenceUnused(camera: LosingCamera): Promise<void> {
  const lost: boolean[] = [];
  await camera.open((event) => {
    if (event.kind === 'signal') lost.push(event.lost);
  });
  assert.equal(lost, [false]);
  camera.unplug();
  await until(() => lost.length === 2, 'the loss');
  camera.plugIn();
  await until(() => lost.length === 3, 'the return');
  assert.equal(lost, [false, true, false]);
}
