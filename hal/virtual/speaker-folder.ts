import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let made: string | undefined;

/**
 * Where virtual speakers play: `<output>.wav`, at most a minute long (the full one before it is `<output>.1.wav`), and
 * `<output>.json` with `rms` and `peak` (dBFS of the last fifth of a second that was played; -100 is silence, also
 * after a second without sound) and `packets` since the playback began. The folder VEDETTE_SPEAKER names, or a
 * temporary one.
 */
export function speakerFolder(): string {
  const named = process.env.VEDETTE_SPEAKER;
  if (named !== undefined && named !== '') {
    mkdirSync(named, { recursive: true });
    return named;
  }
  made ??= mkdtempSync(join(tmpdir(), 'vedette-speaker-'));
  return made;
}
