import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { noMasks } from '../../../../hal/ports/media-engine.ts';
import { jpegSize } from '../../../jpeg-size.ts';
import { until } from '../../../until.ts';
import { recordPackets } from '../../rtp-recording.ts';
import { mainEncoder, mediaState, startEngine, subEncoder } from '../../running-engine.ts';

const mode = suite('mode of a video source');

// shows MED-15, MD2-14
mode('changes under a stream that plays: its client keeps SSRC and sequence', async () => {
  const engine = await startEngine();
  const sources = new Set<number>();
  const numbers: number[] = [];
  let ended: () => void = () => undefined;
  const over = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const playing = recordPackets(engine, subEncoder.id, over, (packet) => {
    sources.add(packet.readUInt32BE(8));
    numbers.push(packet.readUInt16BE(2));
  });
  await until(() => numbers.length > 20);
  const other = [{ id: 'VideoSource1', width: 960, height: 540, frameRate: 25, masks: noMasks }];
  await engine.apply(mediaState([{ ...mainEncoder, width: 960, height: 540 }, subEncoder], { sources: other }));
  const before = numbers.length;
  await until(() => numbers.length > before + 60);
  const { width, height } = jpegSize(await engine.snapshot(mainEncoder.id)) ?? {};
  ended();
  await playing;
  await engine.stop();
  assert.equal([width, height], [960, 540]);
  assert.is(sources.size, 1);
  const steps = numbers.slice(1).map((number, index) => (number - (numbers[index] ?? 0)) & 0xffff);
  assert.equal([...new Set(steps)], [1]);
});

mode.run();
