// time limit: 120 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addon } from '../../../../hal/native/addon.ts';
import { osdText } from '../../../../services/entities/overlays/osd/plan.ts';
import { decodedSnapshot } from '../../decoded-snapshot.ts';
import { mainEncoder, mediaState, startEngine, streamOf, subEncoder } from '../../running-engine.ts';

const room = suite('on-screen display of encoders');
const red = { color: { space: 'RGB', values: [255, 255, 255] } } as const;
const text = { type: 'Plain', plain: 'MMMMMM', background: red, fontColor: red } as const;
const osd = osdText([{ token: '', configuration: '', position: { type: 'LowerLeft' }, text }], new Map());

/** Whether a white box is in the lower left corner of a picture. */
function hasBox(bytes: Uint8Array, width: number, height: number): boolean {
  const at = Math.round(height * 0.955) * width + Math.round(width * 0.03);
  return [0, 1, 2, 3].every((x) => (bytes[at + x] ?? 0) > 225);
}

room('shows at each size, in snapshots, and not in what others get; a change restarts nothing', async () => {
  const jpeg = {
    ...subEncoder,
    id: 'VideoEncoder3',
    codec: 'JPEG',
    width: 320,
    height: 176,
    profile: undefined,
  } as const;
  const encoders = [mainEncoder, subEncoder, jpeg];
  const engine = await startEngine(encoders);
  try {
    const stream = streamOf(engine, subEncoder.id);
    await stream.describe();
    const { ssrc } = stream;
    assert.not(hasBox((await decodedSnapshot(engine, mainEncoder)).bytes, 1280, 720));
    await engine.apply(mediaState(encoders.map((encoder) => ({ ...encoder, osd }))));
    assert.is(streamOf(engine, subEncoder.id), stream);
    assert.is(stream.ssrc, ssrc);
    assert.match(addon.elementProperty(subEncoder.id, 'osd', 'layers') ?? '', 'MMMMMM');
    for (const encoder of encoders) {
      const { bytes, width, height } = await decodedSnapshot(engine, encoder);
      assert.ok(hasBox(bytes, width, height), `${width}x${height}`);
    }
    const frame = await new Promise<Buffer | null>((resolve) => addon.takeFrame('VideoSource1', resolve));
    assert.not(hasBox(frame ?? Buffer.alloc(0), 1280, 720), 'the pictures that analytics get');
    await engine.apply(mediaState(encoders));
    assert.not(hasBox((await decodedSnapshot(engine, subEncoder)).bytes, 640, 360));
  } finally {
    await engine.stop();
  }
});

room.run();
