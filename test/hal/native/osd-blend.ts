import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { zoneSteps } from '../../../hal/gstreamer/capture/zone-steps.ts';
import { Pipeline } from '../../../hal/gstreamer/pipeline/pipeline.ts';
import { addon } from '../../../hal/native/addon.ts';
import { osdText } from '../../../services/entities/overlays/osd/plan.ts';
import type { StoredOsd } from '../../../services/entities/overlays/osd/stored-osd.ts';

const osd = suite('osdblend');
const [width, height] = [320, 180];

function layers(...parts: readonly Partial<StoredOsd>[]): string {
  const usual: StoredOsd = { token: '', configuration: '', position: { type: 'UpperLeft' } };
  return osdText(
    parts.map((part) => ({ ...usual, ...part })),
    new Map(),
  );
}

const text = (plain: string, more: Partial<NonNullable<StoredOsd['text']>> = {}): Partial<StoredOsd> => ({
  text: { type: 'Plain', plain, ...more },
});

interface Running {
  readonly pipeline: Pipeline;
  readonly take: () => Promise<Buffer>;
}

async function pictures(
  value: string,
  use: (running: Running) => Promise<void>,
  format = 'I420',
  size: readonly [number, number] = [width, height],
): Promise<void> {
  const caps = `video/x-raw,format=${format},width=${size[0]},height=${size[1]},framerate=30/1`;
  const launch = `videotestsrc is-live=true pattern=black ! ${caps} ! osdblend name=osd ! framesink name=sink derived=true`;
  const channel = `osd ${format}`;
  const plan = {
    launch,
    properties: { osd: { layers: value, 'picture-width': 1280, 'picture-height': 720 }, sink: { channel } },
  };
  const pipeline = new Pipeline(plan, channel, () => undefined);
  const keepAlive = setInterval(() => undefined, 1000);
  pipeline.play();
  try {
    await use({
      pipeline,
      take: () => new Promise((resolve) => addon.takeFrame(channel, (frame) => resolve(frame ?? Buffer.alloc(0)))),
    });
  } finally {
    clearInterval(keepAlive);
    pipeline.release();
  }
}

/** Pixels that are not black, and the box around them. */
function drawn(
  frame: Buffer,
  [wide, high]: readonly [number, number] = [width, height],
): { readonly count: number; readonly box: readonly number[] } {
  let count = 0;
  const box = [wide, high, -1, -1];
  for (let y = 0; y < high; y += 1)
    for (let x = 0; x < wide; x += 1) {
      if ((frame[y * wide + x] ?? 16) <= 20) continue;
      count += 1;
      box.splice(
        0,
        4,
        Math.min(box[0] ?? 0, x),
        Math.min(box[1] ?? 0, y),
        Math.max(box[2] ?? 0, x),
        Math.max(box[3] ?? 0, y),
      );
    }
  return { count, box };
}

osd('a frame without texts passes unchanged, and a text appears and goes while it plays', async () => {
  await pictures('[]', async ({ pipeline, take }) => {
    assert.is(drawn(await take()).count, 0);
    pipeline.set('osd', { layers: layers(text('door')) });
    await take();
    assert.ok(drawn(await take()).count > 50);
    pipeline.set('osd', { layers: '[]' });
    await take();
    assert.is(drawn(await take()).count, 0);
  });
});

for (const [place, check] of [
  ['UpperLeft', ([left = 0, top = 0]: readonly number[]) => left < 40 && top < 20],
  ['UpperRight', ([, top = 0, right = 0]: readonly number[]) => right > 280 && top < 20],
  ['LowerLeft', ([left = 0, , , bottom = 0]: readonly number[]) => left < 40 && bottom > 150],
  ['LowerRight', ([, , right = 0, bottom = 0]: readonly number[]) => right > 280 && bottom > 150],
] as const)
  osd(`${place} is in its corner, a second text stacked inwards`, async () => {
    const at = { position: { type: place }, ...text('XXXX') };
    let one = 0;
    await pictures(layers(at), async ({ take }) => {
      const { box, count } = drawn(await take());
      assert.ok(check(box), box.join(' '));
      one = count;
    });
    await pictures(layers(at, at), async ({ take }) => {
      assert.ok(Math.abs(drawn(await take()).count - 2 * one) < one / 10);
    });
  });

osd('a custom place beyond the edge is moved inside, and borders of another shape stay free', async () => {
  const corner = { position: { type: 'Custom', at: { x: 1, y: -1 } }, ...text('XXXX') } as const;
  await pictures(layers(corner), async ({ take }) => {
    const { box, count } = drawn(await take());
    assert.ok(count > 50 && (box[2] ?? 0) < width && (box[3] ?? 0) < height, box.join(' '));
  });
  const high = [320, 240] as const;
  await pictures(
    layers(text('XXXX')),
    async ({ take }) => {
      const { box } = drawn(await take(), high);
      assert.ok((box[1] ?? 0) >= 30, `begins at ${box[1]}, the border ends at 30`);
    },
    'I420',
    high,
  );
});

osd('no text is smaller than ten pixels, and a long one ends in a third of the height', async () => {
  await pictures(layers(text('X', { fontSize: 16 })), async ({ take }) => {
    const { box } = drawn(await take());
    assert.ok((box[3] ?? 0) - (box[1] ?? 0) >= 6, box.join(' '));
  });
  await pictures(layers(text('word '.repeat(100))), async ({ take }) => {
    const { box } = drawn(await take());
    assert.ok((box[3] ?? 0) < height / 3 + 30, box.join(' '));
  });
});

for (const hostile of [
  '',
  '\n\n\n',
  '😀'.repeat(512),
  'שלום مرحبا',
  '\u0301'.repeat(200),
  `'"\\%s`,
  'x'.repeat(512),
  '日本語',
])
  osd(`draws ${JSON.stringify(hostile.slice(0, 12))} without harm`, async () => {
    await pictures(layers(text(hostile)), async ({ take }) => {
      assert.ok((await take()).length > 0);
    });
  });

osd('transparent texts show nothing, colours come as they were asked for', async () => {
  const white = { color: { space: 'YCbCr', values: [235, 128, 128] }, transparent: 100 } as const;
  await pictures(layers(text('XXXX', { fontColor: white })), async ({ take }) => {
    assert.is(drawn(await take()).count, 0);
  });
  const red = { color: { space: 'RGB', values: [255, 0, 0] } } as const;
  for (const format of ['I420', 'NV12'])
    await pictures(
      layers(text('XX', { background: red })),
      async ({ take }) => {
        const frame = await take();
        const { box } = drawn(frame);
        const luma = frame[(box[1] ?? 0) * width + (box[0] ?? 0) + 1] ?? 0;
        assert.ok(Math.abs(luma - 81) < 8 || Math.abs(luma - 63) < 8, `${format}: ${luma}`);
      },
      format,
    );
});

osd('the clock changes with the second, by the zone that was set', async () => {
  addon.setWallClock(0, zoneSteps('UTC0', Date.now()));
  const seconds = layers({ text: { type: 'Time', time: 'HH:mm:ss' } });
  await pictures(seconds, async ({ take }) => {
    const first = await take();
    let other = first;
    const end = performance.now() + 5000;
    while (other.equals(first) && performance.now() < end) other = await take();
    assert.not(other.equals(first));
    const before = await take();
    addon.setWallClock(0, zoneSteps('XYZ-3', Date.now()));
    await take();
    assert.not((await take()).equals(before));
  });
});

osd('changes of a zone are found to the second', () => {
  const summer = Date.UTC(2026, 5, 1);
  const steps = zoneSteps('CET-1CEST,M3.5.0,M10.5.0/3', summer);
  assert.match(steps, `[(${summer / 1000 - 86_400}, 7200), (${Date.UTC(2026, 9, 25, 1) / 1000}, 3600), `);
  assert.match(steps, `(${Date.UTC(2027, 2, 28, 1) / 1000}, 7200)`);
  assert.is(zoneSteps('Mars', summer), '[(0, 0)]');
});

osd.run();
