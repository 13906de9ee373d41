import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Pipeline } from '../../../hal/gstreamer/pipeline/pipeline.ts';
import { addon } from '../../../hal/native/addon.ts';

const turn = suite('pictureturn');

/** Names in GStreamer's own element, which is several times slower, for each turn: plain and mirrored. */
const directions = {
  0: ['identity', 'horiz'],
  90: ['90r', 'ul-lr'],
  180: ['180', 'vert'],
  270: ['90l', 'ur-ll'],
} as const;

/** The first picture of a still pattern after an element. */
async function pictureAfter(element: string, format: string, size: readonly [number, number]): Promise<Buffer> {
  const caps = `video/x-raw,format=${format},width=${size[0]},height=${size[1]}`;
  const launch = `videotestsrc is-live=true pattern=smpte ! ${caps} ! ${element} ! framesink name=sink derived=true`;
  const channel = `${element} ${format} ${size.join('x')}`;
  let fail: (reason: string) => void = () => undefined;
  const pipeline = new Pipeline({ launch, properties: { sink: { channel } } }, channel, (_, text) => fail(text));
  const keepAlive = setInterval(() => undefined, 1000);
  const taken = new Promise<Buffer | null>((resolve, reject) => {
    fail = reject;
    addon.takeFrame(channel, resolve);
  });
  pipeline.play();
  try {
    return (await taken) ?? Buffer.alloc(0);
  } finally {
    clearInterval(keepAlive);
    pipeline.release();
  }
}

const padded = (bytes: number): number => Math.ceil(bytes / 4) * 4;

/** Lines of a picture without the padding at their ends, which nothing writes. */
function visible(picture: Buffer, format: string, [width, height]: readonly [number, number]): Buffer {
  const [wide, high] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const chroma: Readonly<Record<string, readonly (readonly [bytes: number, lines: number])[]>> = {
    I420: [
      [wide, high],
      [wide, high],
    ],
    NV12: [[2 * wide, high]],
  };
  const lines: Buffer[] = [];
  let at = 0;
  for (const [bytes, count] of [[width, height] as const, ...(chroma[format] ?? [])]) {
    // The luma of subsampled formats has an even number of lines in memory.
    const stored = count === height && format !== 'GRAY8' ? Math.ceil(count / 2) * 2 : count;
    for (let line = 0; line < count; line += 1) {
      const from = at + line * padded(bytes);
      lines.push(picture.subarray(from, from + bytes));
    }
    at += stored * padded(bytes);
  }
  return Buffer.concat(lines);
}

// Sides that fill no tile of eight, in luma and chroma.
const sizes = [
  [320, 176],
  [322, 182],
  [64, 10],
] as const;

for (const format of ['I420', 'NV12', 'GRAY8']) {
  for (const size of sizes) {
    turn(`turns ${format} of ${size.join('x')} as GStreamer does, each way`, async () => {
      for (const degrees of [0, 90, 180, 270] as const) {
        for (const mirror of [false, true]) {
          const own = await pictureAfter(`pictureturn degrees=${degrees} mirror=${mirror}`, format, size);
          const [plain, mirrored] = directions[degrees];
          const direction = mirror ? mirrored : plain;
          const other = await pictureAfter(`videoflip video-direction=${direction}`, format, size);
          const result = degrees === 90 || degrees === 270 ? ([size[1], size[0]] as const) : size;
          const expected = visible(other, format, result);
          assert.ok(expected.length >= size[0] * size[1]);
          assert.ok(visible(own, format, result).equals(expected), `${degrees} ${mirror}`);
        }
      }
    });
  }
}

turn.run();
