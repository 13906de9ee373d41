import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

/** A pipe that holds all it can, until it is read. */
export interface FullPipe {
  /** For writing; waits, as a shell's pipe does. */
  readonly descriptor: number;
  /** The reader goes: a write fails until there is another. */
  leave(): void;
  comeBack(): void;
  /** Everything that is in it now. */
  read(): string;
  close(): void;
}

/** Its content when it is made: newlines only. */
export function fullPipe(): FullPipe {
  const path = join(temporaryFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  const openReader = (): number => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  let reader = openReader();
  const filler = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  const lines = Buffer.alloc(1024, '\n');
  for (;;) {
    try {
      writeSync(filler, lines);
    } catch {
      break;
    }
  }
  closeSync(filler);
  const descriptor = openSync(path, constants.O_WRONLY);
  const read = (): string => {
    const chunk = Buffer.alloc(65_536);
    let text = '';
    for (;;) {
      try {
        const size = readSync(reader, chunk);
        if (size === 0) return text;
        text += chunk.toString('utf8', 0, size);
      } catch {
        return text;
      }
    }
  };
  const close = (): void => {
    for (const one of [reader, descriptor]) closeSync(one);
  };
  const leave = (): void => closeSync(reader);
  const comeBack = (): void => {
    reader = openReader();
  };
  return { descriptor, leave, comeBack, read, close };
}
