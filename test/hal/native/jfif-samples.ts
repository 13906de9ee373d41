import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Pipeline } from '../../../hal/gstreamer/pipeline/pipeline.ts';
import { addon } from '../../../hal/native/addon.ts';

const samples = suite('jfifsamples');

const width = 320;
const height = 240;

/** Bytes of the first frame of a still pattern behind an element. */
async function frameAfter(element: string, caps: string): Promise<Buffer> {
  const size = `width=${width},height=${height}`;
  const launch = `videotestsrc is-live=true pattern=smpte75 ! video/x-raw,${caps},${size} ! ${element} ! framesink name=sink derived=true`;
  const channel = `${element} ${caps}`;
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

type Color = readonly [red: number, green: number, blue: number];

/** Distance of chroma samples, across and down. */
type Chroma = readonly [across: number, down: number];

/** Color of a point as a viewer of JFIF sees it. */
function jfifColor(frame: Buffer, x: number, y: number, [across, down]: Chroma): Color {
  const [wide, high] = [width / across, height / down];
  const at = width * height + Math.floor(y / down) * wide + Math.floor(x / across);
  const luma = frame[y * width + x] ?? 0;
  const [cb, cr] = [(frame[at] ?? 0) - 128, (frame[at + wide * high] ?? 0) - 128];
  return [luma + 1.402 * cr, luma - 0.344136 * cb - 0.714136 * cr, luma + 1.772 * cb];
}

/** Middles of the seven bars, and of the black and white fields below them. */
const points: readonly (readonly [x: number, y: number])[] = [
  ...Array.from({ length: 7 }, (_, bar) => [Math.round((bar + 0.5) * (width / 7)), 60] as const),
  [80, 220],
  [240, 220],
];

const formats: readonly (readonly [format: string, chroma: Chroma])[] = [
  ['I420', [2, 2]],
  ['Y42B', [2, 1]],
  ['Y444', [1, 1]],
];

for (const [format, chroma] of formats) {
  for (const colorimetry of ['bt601', 'bt709']) {
    samples(`${format} of ${colorimetry} has the colors of the scene in a viewer of JFIF`, async () => {
      const wanted = await frameAfter('identity', 'format=RGB');
      const given = await frameAfter('jfifsamples', `format=${format},colorimetry=${colorimetry}`);
      for (const [x, y] of points) {
        const at = 3 * (y * width + x);
        const seen = jfifColor(given, x, y, chroma);
        const far = seen.filter((value, index) => Math.abs(value - (wanted[at + index] ?? 0)) > 3);
        assert.equal(far, [], `${x}, ${y}: ${seen.join(' ')} instead of ${[...wanted.subarray(at, at + 3)].join(' ')}`);
      }
    });
  }
}

samples('leaves pictures of full range as they are', async () => {
  const caps = 'format=I420,colorimetry=1:4:0:0';
  // Noise of the pattern is below the bars.
  const bars = async (element: string): Promise<Buffer> => (await frameAfter(element, caps)).subarray(0, width * 150);
  assert.ok((await bars('jfifsamples')).equals(await bars('identity')));
});

samples.run();
