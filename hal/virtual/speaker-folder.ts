import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let made: string | undefined;

/**
 * Folder of virtual speakers: VEDETTE_SPEAKER, or a temporary one. A speaker writes `<output>.wav`, at most a minute long (the previous
 * minute is `<output>.1.wav`), and `<output>.json` with `rms` and `peak` (dBFS of the last 200 ms played; -100 is silence, also after a
 * second without sound) and `packets` since the playback began.
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
