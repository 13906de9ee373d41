import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Pipeline } from '../../../hal/gstreamer/pipeline/pipeline.ts';
import { addon } from '../../../hal/native/addon.ts';
import { until } from '../../until.ts';

const masks = suite('privacymask and the guard of framesink');
const whole = '(1, 0, 0, 0, 1, 0)';
type Point = readonly [x: number, y: number];

function textOf(kind: string, points: readonly Point[], color = '16.0, 128.0, 128.0', rgb = false): string {
  const list = points.map(([x, y]) => `(${x.toExponential()}, ${y.toExponential()})`).join(', ');
  return `('${kind}', false, ${rgb}, ${color}, [${list}])`;
}

const left: readonly Point[] = [
  [0, 0],
  [0.5, 0],
  [0.5, 1],
  [0, 1],
];

function winding(points: readonly Point[], [x, y]: Point): number {
  return points.reduce((sum, [ax, ay], index) => {
    const [bx, by] = points[(index + 1) % points.length] ?? [0, 0];
    if (ay <= y === by <= y) return sum;
    return ax + ((bx - ax) * (y - ay)) / (by - ay) > x ? sum + (ay <= y ? 1 : -1) : sum;
  }, 0);
}

masks('each cell of a polygon is covered, however it crosses itself, and none far from it', () => {
  const coordinate = fc.integer({ min: -5000, max: 15_000 }).map((value) => value / 10_000);
  const [columns, rows] = [40, 30];
  fc.assert(
    fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 16 }), (points) => {
      addon.setMasks('raster', `[${textOf('Color', points)}]`);
      const covered = addon.maskCoverage('raster', whole, columns, rows) ?? Buffer.alloc(0);
      const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
      const [right, bottom] = [Math.max(...xs) * columns + 1, Math.max(...ys) * rows + 1];
      const [first, top] = [Math.min(...xs) * columns - 2, Math.min(...ys) * rows - 2];
      for (let row = 0; row < rows; row += 1)
        for (let column = 0; column < columns; column += 1) {
          const hidden = covered[row * columns + column] === 1;
          for (const [dx, dy] of [
            [0.5, 0.5],
            [0.01, 0.01],
            [0.99, 0.3],
            [0.2, 0.98],
          ] as const)
            if (winding(points, [(column + dx) / columns, (row + dy) / rows]) !== 0)
              assert.ok(hidden, `${column} ${row}`);
          if (column < first || column > right || row < top || row > bottom) assert.not(hidden, `${column} ${row}`);
        }
    }),
    { numRuns: 300 },
  );
  addon.setMasks('raster');
});

/** Frames of a still pattern with masks, as `take` asks for them. */
async function pictures(
  what: { readonly channel: string; readonly format?: string; readonly size?: Point; readonly after?: string },
  use: (take: () => Promise<Buffer>) => Promise<void>,
): Promise<void> {
  const { channel, format = 'I420', size = [64, 48], after = '' } = what;
  const caps = `video/x-raw,format=${format},width=${size[0]},height=${size[1]},framerate=60/1`;
  const launch = `videotestsrc is-live=true pattern=white ! ${caps} ! privacymask name=masks ! ${after}framesink name=sink`;
  const plan = { launch, properties: { masks: { channel, map: whole }, sink: { channel } } };
  let failed = '';
  const pipeline = new Pipeline(plan, channel, (_, text) => {
    failed ||= text;
  });
  const keepAlive = setInterval(() => undefined, 1000);
  pipeline.play();
  try {
    await use(
      () =>
        new Promise((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error(`no frame: ${failed}`)), 5000);
          addon.takeFrame(channel, (frame) => {
            clearTimeout(timer);
            resolve(frame ?? Buffer.alloc(0));
          });
        }),
    );
  } finally {
    clearInterval(keepAlive);
    pipeline.release();
    addon.setMasks(channel);
  }
}

masks('nothing is published before masks are in force, nor when they have gone', async () => {
  await pictures({ channel: 'guard' }, async (take) => {
    let came = false;
    void take().then(
      () => {
        came = true;
      },
      () => undefined,
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.is(addon.progress('guard'), 0);
    assert.not(came);
    addon.setMasks('guard', '[]');
    await until(() => came);
    addon.setMasks('guard');
    const before = addon.progress('guard');
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.is(addon.progress('guard'), before);
  });
});

masks('a frame that was scaled after it was masked is refused, and the reason is told', async () => {
  addon.setMasks('late', '[]');
  const reason = await pictures(
    { channel: 'late', after: 'videoscale ! video/x-raw,width=32,height=24 ! ' },
    async (take) => void (await take()),
  ).then(
    () => 'a frame came',
    (error: unknown) => String(error),
  );
  assert.match(reason, /lack the privacy masks/, reason);
});

/** Luma left and right of the middle of the first row. */
function sides(frame: Buffer, width: number): readonly [number | undefined, number | undefined] {
  return [frame[width / 4], frame[(width * 3) / 4]];
}

masks('each of 300 changes shows in the next frame that is published', async () => {
  await pictures({ channel: 'changes' }, async (take) => {
    for (let round = 0; round < 300; round += 1) {
      const value = 16 + (round % 200);
      addon.setMasks('changes', `[${textOf('Color', left, `${value}.0, 128.0, 128.0`)}]`);
      assert.equal(sides(await take(), 64), [value, 235], `round ${round}`);
    }
  });
});

masks('a text that cannot be read, or has numbers that are none, hides everything', async () => {
  for (const text of ['cover', '[(', `[${textOf('Stripes', left)}]`, `[${textOf('Color', left.slice(0, 2))}]`])
    await pictures({ channel: 'all' }, async (take) => {
      addon.setMasks('all', text);
      assert.equal(sides(await take(), 64), [16, 16], text);
    });
});

masks('a mask of a direction hides everything while nothing is known of the direction', async () => {
  await pictures({ channel: 'direction' }, async (take) => {
    addon.setMasks('direction', `[${textOf('Color', left).replace('false', 'true')}]`);
    assert.equal(sides(await take(), 64), [16, 16]);
    const ranges = '(0.0, 0.0), (0.0, 0.0), (60.0, 60.0), 1.333';
    addon.setPose('direction', `(true, false, true, ${ranges})`);
    addon.setMasks(
      'direction',
      `[${textOf('Color', [
        [-40, -40],
        [-5, -40],
        [-5, 40],
        [-40, 40],
      ]).replace('false', 'true')}]`,
    );
    assert.equal(sides(await take(), 64), [16, 235]);
    addon.setPose('direction');
  });
});

for (const format of ['I420', 'NV12', 'YV12', 'NV21', 'Y42B', 'YUY2', 'UYVY', 'GRAY8'])
  masks(`${format} of odd sides gets all kinds of masks, inside their cells only`, async () => {
    const size = [67, 35] as const;
    const plain = format === 'YUY2' ? 2 : format === 'UYVY' ? 2 : 1;
    const lumaAt = (frame: Buffer, x: number): number | undefined => frame[x * plain + (format === 'UYVY' ? 1 : 0)];
    for (const kind of ['Color', 'Pixelated', 'Blurred'])
      await pictures({ channel: `${format} ${kind}`, format, size }, async (take) => {
        addon.setMasks(`${format} ${kind}`, `[${textOf(kind, left, '255.0, 0.0, 0.0', true)}]`);
        const frame = await take();
        assert.is(lumaAt(frame, 50), 235);
        const hidden = lumaAt(frame, 10) ?? 0;
        if (kind === 'Color') assert.ok(Math.abs(hidden - 81) < 20, `red has luma ${hidden}`);
        else assert.is(hidden, 235);
      });
  });

masks('a mosaic tells the mean of a block and no pixel of it', async () => {
  const size = [96, 96] as const;
  await pictures({ channel: 'mosaic', size }, async (take) => {
    addon.setMasks(
      'mosaic',
      `[${textOf('Pixelated', left)}, ${textOf('Color', [
        [0, 0],
        [0.05, 0],
        [0.05, 0.05],
      ])}]`,
    );
    const frame = await take();
    const row = frame.subarray(40 * 96, 40 * 96 + 48);
    for (let block = 0; block < 3; block += 1)
      assert.is(new Set(row.subarray(block * 16, block * 16 + 16)).size, 1, `block ${block}`);
  });
});

masks.run();
