import { setTimeout as wait } from 'node:timers/promises';
import { virtual } from '../../hal/boards/virtual.ts';
import { startCamera } from '../firmware/running-camera.ts';
import { decodePictures } from './decoded-pictures.ts';
import { ptzClient } from './ptz-client.ts';
import type { Row } from './table.ts';

const format = { width: 160, height: 90, pixels: 'yuv444p' } as const;

/** Place of the car in a picture, half widths and half heights from the middle. */
interface Sight {
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

/** Blue of the scene's third car, which goes to and fro over 76 degrees of the street, at 5 degrees a second at most. */
const blue = 180;

function findCar(picture: Buffer): Sight | undefined {
  const { width, height } = format;
  let [count, sumX, sumY] = [0, 0, 0];
  for (let place = 0; place < width * height; place += 1) {
    if ((picture[width * height + place] ?? 0) <= blue) continue;
    count += 1;
    sumX += place % width;
    sumY += Math.floor(place / width);
  }
  if (count < 6) return undefined;
  const x = (sumX / count + 0.5) / (width / 2) - 1;
  return { x, y: 1 - (sumY / count + 0.5) / (height / 2), at: performance.now() };
}

/** Pictures in which the car is there, once the camera has caught it. */
class Score {
  caught = false;
  pictures = 0;
  inside = 0;
  /** Longest time (ms) without a picture in which the car was elsewhere, or not to be seen. */
  longest = 0;
  #since = 0;

  take(sight: Sight | undefined, at: number): void {
    const isInside = sight !== undefined && Math.abs(sight.x) < 1 / 3;
    if (isInside && !this.caught) this.#since = at;
    this.caught ||= isInside;
    if (!this.caught) return;
    this.pictures += 1;
    if (isInside) {
      this.inside += 1;
      this.longest = Math.max(this.longest, at - this.#since);
    } else {
      this.#since = at;
    }
  }
}

/** Milliseconds that a picture needs to a client; how far ahead of it a move aims; how long a car may be away. */
const times = { picture: 200, lead: 450, away: 1000 } as const;
const street = { pan: -35 / 170, tilt: ((-14 + 30) / 120) * 2 - 1 };
const limited = (value: number): string => Math.min(1, Math.max(-1, value)).toFixed(4);

interface Tracked {
  readonly score: Score;
  readonly moves: number;
  readonly polls: number;
}

/** Calls as Frigate's autotracking makes them: RelativeMove by field of view, GetStatus without pause until IDLE, GotoPreset when lost. */
async function track(
  send: (operation: string, content?: string) => Promise<string>,
  sight: () => Sight | undefined,
  score: Score,
  seconds: number,
): Promise<Tracked> {
  let [moves, polls, freshFrom, lastSeen] = [0, 0, 0, performance.now()];
  let before: { readonly pan: number; readonly at: number } | undefined;
  const rest = async (): Promise<void> => {
    do polls += 1;
    while ((await send('GetStatus')).includes('MOVING'));
    freshFrom = performance.now() + times.picture;
  };
  const half = (virtual.heads?.[0]?.optics?.horizontalFieldOfView ?? 60) / 2;
  for (const end = performance.now() + seconds * 1000; performance.now() < end; ) {
    const seen = sight();
    if (seen === undefined && score.caught && performance.now() - lastSeen > times.away) {
      score.caught = false;
      before = undefined;
      await send('GotoPreset', '<PresetToken>1</PresetToken>');
      await rest();
    }
    if (seen === undefined || seen.at < freshFrom || seen.at === lastSeen) {
      await wait(5);
      continue;
    }
    lastSeen = seen.at;
    const pan = Number(/PanTilt x="([^"]*)"/.exec(await send('GetStatus'))?.[1]) * 170 + seen.x * half;
    const speed = before === undefined ? 0 : (pan - before.pan) / (seen.at - before.at);
    before = { pan, at: seen.at };
    const place = `<t:PanTilt x="${limited(seen.x + (speed * times.lead) / half)}" y="${limited(seen.y)}"/>`;
    await send('RelativeMove', `<Translation>${place}</Translation><Speed><t:PanTilt x="1" y="1"/></Speed>`);
    moves += 1;
    await rest();
  }
  return { score, moves, polls };
}

/** Share of the pictures of a car in which the camera keeps it in the middle third, on the virtual board. */
export async function autotracking(seconds: number, progress: (text: string) => void): Promise<readonly Row[]> {
  const camera = await startCamera(['--board', 'virtual']);
  const url = new URL(camera.summary.rtsp[1] ?? '');
  url.username = camera.admin;
  url.password = camera.password;
  const score = new Score();
  let seen: Sight | undefined;
  const decoder = decodePictures(url.href, format, (picture) => {
    seen = findCar(picture);
    score.take(seen, performance.now());
  });
  try {
    const client = await ptzClient(new URL('/onvif/PTZ', camera.summary.onvif).href, camera.admin, camera.password);
    const send = (operation: string, content: string = ''): Promise<string> =>
      client(operation, `<ProfileToken>Profile1</ProfileToken>${content}`);
    await send('AbsoluteMove', `<Position><t:PanTilt x="${street.pan}" y="${street.tilt}"/></Position>`);
    while ((await send('GetStatus')).includes('MOVING')) await wait(100);
    await send('SetPreset');
    progress('follows a car');
    const { moves, polls } = await track(send, () => seen, score, Math.max(60, seconds));
    const { pictures, inside, longest } = score;
    const share = { 'in the middle third %': (inside / pictures) * 100, 'unbroken s': longest / 1000 };
    return [{ pictures, ...share, moves, 'status polls a move': polls / moves }];
  } finally {
    decoder.end();
    await camera.stop();
  }
}
