import { setTimeout as wait } from 'node:timers/promises';
import { virtual } from '../../hal/boards/virtual.ts';
import { headInProcess } from './head-in-process.ts';
import { headOverNetwork } from './head-over-network.ts';
import { percentile } from './motion-watch.ts';
import type { Row } from './table.ts';
import type { WatchedHead } from './watched-head.ts';

/** Milliseconds to the first place, of learning how still a picture at rest is, of a turn, and of the rest after it. */
const pause = { travel: 6000, learning: 3000, turn: 800, rest: 1200 } as const;

/** Times of one turn, ms after the command was sent. */
interface Turn {
  readonly answered: number;
  readonly firstMove: number;
  readonly lastMove: number;
}

async function turnOnce({ watch, turn, stop }: WatchedHead, sign: number): Promise<Turn> {
  watch.forget();
  const begun = performance.now();
  await turn(sign);
  const answered = performance.now() - begun;
  await wait(pause.turn);
  const firstMove = (watch.first ?? Number.NaN) - begun;
  const stopped = performance.now();
  await stop();
  await wait(pause.rest);
  return { answered, firstMove, lastMove: (watch.last ?? Number.NaN) - stopped };
}

async function measure(what: string, head: WatchedHead, turns: number): Promise<Row> {
  try {
    await wait(pause.travel);
    head.watch.learnRest();
    await wait(pause.learning);
    head.watch.restIsKnown();
    const measured: Turn[] = [];
    for (let count = 0; count < turns; count += 1) measured.push(await turnOnce(head, count % 2 === 0 ? -1 : 1));
    const of = (member: keyof Turn, share: number): number =>
      percentile(
        measured.map((turn) => turn[member]),
        share,
      );
    return {
      picture: what,
      turns,
      'answered p50 ms': of('answered', 0.5),
      'first moved p50 ms': of('firstMove', 0.5),
      'first moved p95': of('firstMove', 0.95),
      'standstill p50 ms': of('lastMove', 0.5),
      'standstill p95': of('lastMove', 0.95),
    };
  } finally {
    await head.close();
  }
}

/**
 * From a command (45 degrees a second, then stop) to the first picture that moves and to the last one, on the virtual board at 30
 * pictures a second. Its motors take 0.25 s to stop.
 */
export async function ptzMotion(seconds: number, progress: (text: string) => void): Promise<readonly Row[]> {
  const turns = Math.max(4, Math.round((seconds * 1000) / (pause.turn + pause.rest)));
  progress('pictures of the camera');
  const own = await measure('camera, in one process', await headInProcess(virtual), turns);
  progress('pictures of a client');
  const client = await measure(
    'decoded by a client, over SOAP and RTSP',
    await headOverNetwork(['--board', 'virtual']),
    turns,
  );
  return [own, client];
}
