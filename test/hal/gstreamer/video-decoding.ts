import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MediaEngine } from '../../../hal/ports/media-engine.ts';
import { mediaState, startEngine, streamOf, subEncoder } from '../running-engine.ts';
import { readSceneCounter } from '../scene-counter.ts';
import { ffmpegDecodes, gstreamerDecodes } from '../sdp-player.ts';
import { codecCases, height, stateOf, width } from './codec-cases.ts';

const codecs = suite('decoding of video codecs');
const folder = mkdtempSync(join(tmpdir(), 'vedette-video-'));
let engine: MediaEngine;

codecs.before.each(async () => {
  engine = await startEngine([]);
});

codecs.after.each(() => engine.stop());

codecs.after(() => rmSync(folder, { recursive: true }));

function assertScene(pictures: Buffer, least: number): void {
  const size = width * height;
  const counters = Array.from({ length: Math.floor(pictures.length / size) }, (_, index) =>
    readSceneCounter({ bytes: pictures.subarray(index * size, (index + 1) * size), width, height }),
  );
  assert.ok(counters.length >= least, `${counters.length} pictures`);
  counters.forEach((counter, index) => {
    const before = counters[index - 1];
    assert.type(counter, 'number', `picture ${index} has a readable counter`);
    if (counter !== undefined && before !== undefined) assert.ok(counter > before);
  });
}

for (const { codec, fmtp, decoder } of codecCases) {
  // shows COD-01, COD-03
  codecs(`${codec} is decoded by ffmpeg and GStreamer from its session description`, async () => {
    await engine.apply(mediaState([stateOf(codec, { frameRate: 30 })]));
    const description = await streamOf(engine, subEncoder.id).describe();
    assert.match(description.fmtp ?? '', fmtp);
    assert.is(description.payloadType, codec === 'JPEG' ? 26 : 96);
    const raw = ['-frames:v', '40', '-f', 'rawvideo', '-pix_fmt', 'gray', '-fps_mode', 'passthrough'];
    const { output, complaints } = await ffmpegDecodes(engine, subEncoder.id, folder, raw);
    assert.is(complaints.replace(/.*(swscaler|non monotonically).*\n/g, ''), '');
    assertScene(output, 40);
    const other = await gstreamerDecodes(engine, subEncoder.id, folder, decoder, 40);
    assertScene(other.output, 30);
  });
}

codecs.run();
