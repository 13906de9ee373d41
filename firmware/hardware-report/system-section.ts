import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, release, totalmem } from 'node:os';
import type { Board } from '../../hal/boards/board.ts';
import { addon } from '../../hal/native/addon.ts';
import type { Section } from './report-text.ts';

function firstLine(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8').split(/[\n\0]/)[0] : undefined;
}

/** Name of the operating system. */
function systemName(): string {
  const text = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(text)?.[1] ?? 'unknown system';
}

/** Elements whose plug-ins have versions of their own. */
const versioned = ['libcamerasrc', 'nvarguscamerasrc', 'nvv4l2h264enc', 'v4l2h264enc'];

/** Machine, system and versions. */
export function systemSection(board: Board): Section {
  const machine = firstLine('/proc/device-tree/model') ?? cpus()[0]?.model ?? 'unknown machine';
  return {
    title: 'Machine',
    lines: async () => [
      `- board: \`${board.name}\` (${board.manufacturer} ${board.model})`,
      `- machine: ${machine}, ${arch()}, ${cpus().length} processors, ${Math.round(totalmem() / 2 ** 20)} MiB`,
      `- system: ${systemName()}, Linux ${release()}, Node.js ${process.version}, GStreamer ${addon.elementVersion('fakesink')}`,
      ...versioned.flatMap((element) => {
        const version = addon.elementVersion(element);
        return version === undefined ? [] : [`- plug-in of ${element}: ${version}`];
      }),
    ],
  };
}
