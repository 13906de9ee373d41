// time limit: 180 s
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CameraFact } from '../../../../hal/boards/facts/camera.ts';
import { addon } from '../../../../hal/native/addon.ts';
import type { VideoSourceState } from '../../../../hal/ports/media-engine.ts';
import type { MotionRecord } from '../../../../hal/ports/scene-analyser.ts';
import { until } from '../../../until.ts';
import { analysed, MotionUnderTest, movingCells, quietView, source } from './motion-under-test.ts';

const room = suite('motion analysis of a camera');
const folder = mkdtempSync(join(tmpdir(), 'vedette-motion-'));
const marker = join(folder, 'unplugged');
process.env.VEDETTE_UNPLUGGED = marker;
const camera = { driver: 'virtual' } as const;

room.after.each(() => rmSync(marker, { force: true }));
room.after(() => rmSync(folder, { recursive: true }));

async function withMotion(
  state: VideoSourceState,
  use: (motion: MotionUnderTest) => Promise<void>,
  fact: CameraFact = camera,
): Promise<void> {
  const motion = await MotionUnderTest.start(state, fact);
  try {
    await use(motion);
  } finally {
    await motion.stop();
  }
}

const settled = ({ settling }: MotionRecord): boolean => !settling;
/** Seconds between two records. */
const between = (one: MotionRecord | undefined, other: MotionRecord | undefined): number =>
  Number((other?.time ?? 0n) - (one?.time ?? 0n)) / 1e9;

room('settles for two seconds at its start, then finds what moves, and not the clock of the scene', async () => {
  await withMotion(source, async (motion) => {
    const start = await motion.until(settled, 'the end of settling');
    assert.ok(between(start[0], start.at(-1)) >= 1.99);
    assert.ok(start.slice(0, -1).every((record) => movingCells(record).length === 0 && record.blobs.length === 0));
    const records = await motion.watch(5);
    assert.ok(records.some(({ blobs }) => blobs.some(({ still }) => !still)));
    const cells = new Set(records.flatMap(movingCells));
    assert.ok(cells.size > 10);
    // The clock is in the first two rows, the strip in the last one.
    assert.equal(
      [...cells].filter((cell) => cell < 32 || cell >= 17 * 32),
      [],
    );
    const [first] = records;
    assert.equal([first?.width, first?.height, first?.columns, first?.rows], [320, 180, 32, 18]);
  });
});

room('holds when it is told that the picture changes', async () => {
  await withMotion(source, async (motion) => {
    await motion.until(settled, 'the end of settling');
    motion.engine.hold(source.id, 1500);
    const held = await motion.until(({ settling }) => settling, 'a hold');
    const rest = await motion.until(settled, 'its end');
    assert.ok(between(held.at(-1), rest.at(-1)) >= 1.49);
  });
});

room('does not see what a light does that was told', async () => {
  const light = (visible: number): VideoSourceState => ({
    ...source,
    ...{ view: quietView, light: { visible, infrared: 0 }, analysis: analysed },
    settings: { modes: { exposure: 'MANUAL' }, levels: { exposureTime: 10_000, exposureGain: 0 } },
  });
  await withMotion(light(500), async (motion) => {
    await motion.until(settled, 'the end of settling');
    motion.engine.hold(source.id, 2000);
    await motion.apply(light(60));
    const before = motion.records.at(-1)?.measures.mean ?? 0;
    const records = await motion.watch(4);
    assert.ok(records.some(({ measures }) => measures.mean < before * 0.6));
    assert.equal(
      records.filter((record) => movingCells(record).length > 0 || record.blobs.length > 0),
      [],
    );
  });
});

room('tells once that no pictures come, and settles when they return', async () => {
  await withMotion(source, async (motion) => {
    await motion.until(settled, 'the end of settling');
    writeFileSync(marker, '');
    await until(() => motion.found.at(-1) === 'lost', 'the loss');
    rmSync(marker);
    const back = await motion.until(settled, 'records again');
    assert.is(motion.found.filter((one) => one === 'lost').length, 1);
    assert.ok(between(back[0], back.at(-1)) >= 1.99);
  });
});

room('does not look behind a privacy mask, from the first picture on', async () => {
  const right = '[(0.3, 0.0), (1.0, 0.0), (1.0, 1.0), (0.3, 1.0)]';
  const masks = `[('Blurred', false, false, 16.0, 128.0, 128.0, ${right})]`;
  await withMotion({ ...source, masks }, async (motion) => {
    await motion.until(settled, 'the end of settling');
    await motion.watch(4);
    const cells = motion.records.flatMap(movingCells);
    assert.equal(
      cells.filter((cell) => cell % 32 >= 10),
      [],
    );
    // Without the mask that part is seen, after it has settled.
    await motion.apply(source);
    await motion.until((record) => movingCells(record).some((cell) => cell % 32 >= 10), 'motion on the right');
    const last = motion.records.slice(-30);
    assert.ok(last.some(({ settling }) => settling));
  });
});

room('does not look at ignored parts, which may change while it runs', async () => {
  await withMotion(source, async (motion) => {
    await motion.until((record) => movingCells(record).length > 0, 'motion');
    const ignored = [{ left: 0, top: 0, right: 1, bottom: 1 }];
    await motion.apply({ ...source, analysis: { ...analysed, ignored } });
    await motion.until(({ settling }) => settling, 'other parts');
    const records = await motion.watch(1);
    assert.equal(records.flatMap(movingCells), []);
  });
});

room('follows the marks of the scene when the picture is turned', async () => {
  const bounds = { x: 0, y: 0, width: 1280, height: 720 };
  const state = { ...source, view: quietView, geometry: { bounds, rotate: 180, mirror: false } } as const;
  await withMotion(state, async (motion) => {
    await motion.until(settled, 'the end of settling');
    assert.equal((await motion.watch(2)).flatMap(movingCells), []);
  });
});

room('analyses pictures 256 wide at the rate that is asked for', async () => {
  await withMotion({ ...source, analysis: { ...analysed, wide: 256, rate: 5 } }, async (motion) => {
    const records = await motion.watch(3);
    assert.equal([records[0]?.width, records[0]?.height], [256, 144]);
    assert.ok(Math.abs(records.length - 16) <= 2, `${records.length} records in 3 s`);
  });
});

room('ends when nobody wants it, and uses the camera no longer', async () => {
  await withMotion(source, async (motion) => {
    await motion.watch(0.2);
    const { analysis: _off, ...plain } = source;
    await motion.apply(plain);
    const before = motion.found.length;
    await motion.apply(source);
    await motion.apply(plain);
    assert.ok(motion.found.length <= before + 1);
    await until(() => (addon.liveObjects().mailboxes ?? 0) === 0);
  });
});

/** Clip of a box that goes through a picture of noise. */
function clipOf(name: string, codec: readonly string[]): string {
  const path = join(folder, name);
  const box = ['-f', 'lavfi', '-i', 'color=white:size=60x60:rate=15:duration=4'];
  const street = ['-f', 'lavfi', '-i', 'color=gray:size=640x480:rate=15:duration=4'];
  const moving = ['-filter_complex', '[0][1]overlay=x=t*140:y=200,format=yuvj422p'];
  const made = spawnSync('ffmpeg', ['-v', 'error', '-y', ...street, ...box, ...moving, ...codec, path]);
  if (made.status !== 0) throw new Error(made.stderr.toString());
  return path;
}

const clips = [
  ['JPEG', 'box.mjpeg', ['-c:v', 'mjpeg', '-q:v', '3']],
  ['H264', 'box.h264', ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-g', '15', '-bf', '2']],
] as const;

for (const [codec, name, encoding] of clips)
  room(`decodes a ${codec} camera`, async () => {
    const fact = { driver: 'encoded-file', codec, path: clipOf(name, encoding) } as const;
    const state = { ...source, width: 640, height: 480, frameRate: 15, analysis: { ...analysed, rate: 5 } };
    await withMotion(
      state,
      async (motion) => {
        await motion.until(({ blobs }) => blobs.some(({ still, area }) => !still && area > 400), 'the box');
        const [first] = motion.records;
        assert.equal([first?.width, first?.height, first?.rows], [320, 240, 24]);
        const records = await motion.watch(2);
        assert.ok(Math.abs(records.length - 11) <= 2, `${records.length} records in 2 s`);
      },
      fact,
    );
  });

room.run();
