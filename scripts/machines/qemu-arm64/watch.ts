import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeSummary, type Summary } from '../../../firmware/summary.ts';
import { restrictPrograms } from '../../testing/programs.ts';
import { checkCamera } from './check.ts';
import { hostSummary } from './host-summary.ts';
import { play } from './play.ts';

/**
 * Waits for the camera in the emulated board, tells its summary with addresses of this machine, and how long things took.
 * Usage: watch.js SHARE ASKED STARTED QEMU_PID ADDRESS [--json] [--check]
 * ASKED and STARTED: when scripts/qemu and QEMU began, in ms since the epoch. The account is in VEDETTE_ADMIN and
 * VEDETTE_ADMIN_PASSWORD. Ends with 3 when the board ends first, with 1 when a check fails.
 */
const [share = '', asked = '', begun = '', pid = '', address = '', ...flags] = process.argv.slice(2);
const started = Number(begun);
restrictPrograms(join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..'), ['run', 'qemu']);

const say = (line: string): boolean => process.stderr.write(`${line}\n`);
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** The one line that the firmware writes once it is ready. */
function readSummary(): Summary | undefined {
  const text = readFileSync(join(share, 'output'), 'utf8');
  return text.endsWith('\n') ? (JSON.parse(text) as Summary) : undefined;
}

async function waitForSummary(): Promise<Summary> {
  for (;;) {
    const summary = readSummary();
    if (summary !== undefined) return summary;
    if (!existsSync(`/proc/${pid}`)) process.exit(3);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Processor time of QEMU so far, in ms (proc(5): clock ticks are 1/100 s). */
function processorTime(): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const summary = hostSummary(await waitForSummary(), address);
const ready = Date.now() - started;
process.stdout.write(flags.includes('--json') ? `${JSON.stringify(summary)}\n` : describeSummary(summary));
const setUp = started - Number(asked);
const up = statSync(join(share, 'up')).mtimeMs - started;
say(
  `Started    Linux after ${seconds(up)}, camera after ${seconds(ready)}, with ${seconds(processorTime())} of processor time` +
    (setUp < 5000 ? '' : `; set-up before that ${seconds(setUp)}`),
);

const name = summary.admin;
const password = summary.password ?? process.env.VEDETTE_ADMIN_PASSWORD ?? '';
const stream = summary.rtsp.at(-1);
if (name === undefined || password === '' || stream === undefined) {
  say('Picture    not looked at: give --admin NAME:PASSWORD of an account that the camera has');
  process.exit(flags.includes('--check') ? 1 : 0);
}

try {
  const picture = await play({ stream, name, password }, 1, 60);
  const after = Date.now() - started;
  const size = `${picture.width}x${picture.height}`;
  say(
    `Picture    ${size}, decoded on this machine after ${seconds(after)}; ${seconds(after - ready)} of them took the client`,
  );
  if (flags.includes('--check')) await checkCamera({ summary, name, password, say });
} catch (error) {
  say(`Wrong      ${error instanceof Error ? error.message : String(error)}`);
  if (flags.includes('--check')) process.exitCode = 1;
}
