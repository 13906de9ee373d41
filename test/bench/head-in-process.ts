import { pino } from 'pino';
import { LiveSources } from '../../firmware/control/live-sources.ts';
import type { Board } from '../../hal/boards/board.ts';
import { createMediaEngine } from '../../hal/gstreamer/media-engine.ts';
import { openHeads } from '../../hal/head/open-heads.ts';
import { openAxis } from '../../hal/motion/open-axis.ts';
import { addon } from '../../hal/native/addon.ts';
import { noHardware } from '../hal/motion/no-hardware.ts';
import { mainEncoder, mediaState } from '../hal/running-engine.ts';
import { MotionWatch, watched } from './motion-watch.ts';
import { halfSpeed, quietPan, type WatchedHead } from './watched-head.ts';

function thumbnail(frame: Buffer, width: number): Uint8Array {
  const step = width / watched.width;
  return Uint8Array.from({ length: watched.width * watched.height }, (_, index) => {
    const [x, y] = [index % watched.width, Math.floor(index / watched.width)];
    return frame[y * step * width + x * step] ?? 0;
  });
}

/** Head of a board in this process; its pictures as they leave the camera. */
export async function headInProcess(board: Board): Promise<WatchedHead> {
  const heads = openHeads(board);
  const [head] = heads.all;
  if (head === undefined) throw new Error('no head');
  const axes = await Promise.all((board.axes ?? []).map((fact) => openAxis(fact, noHardware)));
  heads.update({ axes: new Map(axes.map((axis) => [axis.facts.id, axis])), faults: [] });
  const sources = new LiveSources(board, heads.all);
  // The camera runs on after the stream was asked about.
  const engine = createMediaEngine({ board, log: pino({ level: 'silent' }), limits: { linger: 600_000 } });
  await engine.apply(sources.enliven(mediaState([mainEncoder])));
  sources.onChange(() => {
    for (const source of sources.sources()) engine.applySource(source);
  });
  await engine.snapshot(mainEncoder.id);
  const watch = new MotionWatch();
  let open = true;
  const next = (): void =>
    addon.takeFrame('VideoSource1', (frame) => {
      if (frame !== null) watch.take(thumbnail(frame, mainEncoder.width), performance.now());
      if (open) next();
    });
  next();
  await engine.stream(mainEncoder.id)?.describe();
  await head.moveTo({ pan: quietPan });
  return {
    watch,
    turn: async (sign) => head.moveAt({ pan: sign * halfSpeed }, 10_000),
    stop: async () => head.stop({ panTilt: true, zoom: true }),
    async close() {
      open = false;
      sources.close();
      heads.close();
      await engine.stop();
      await Promise.all(axes.map((axis) => axis.close()));
    },
  };
}
