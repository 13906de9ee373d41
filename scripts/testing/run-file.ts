import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { patient } from '../../hal/system/patience.ts';
import type { SuiteFile } from './suites.ts';
import type { FileRun } from './verdict.ts';

/** Characters of output kept per file. */
const outputLimit = 1_000_000;

/** Seconds that a process may live on after it has printed the totals of its tests. */
const endSeconds = 15;

/** Seconds of processor time of the ended children of this process, and of theirs that they waited for. */
function processorSeconds(): number {
  const words = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(words[13]) + Number(words[14])) / 100;
}

let counted = 0;

/** Seconds of processor time since the last call: of the suite that has just ended, since each is asked for as it ends. */
function newProcessorSeconds(): number {
  const now = processorSeconds();
  const since = now - counted;
  counted = now;
  return since;
}

/** Process groups of running suites; they end with the runner. */
const groups = new Set<number>();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
process.on('exit', () => groups.forEach(killGroup));

/** Runs one test file in a process group of its own, so that nothing it started outlives it. */
export function runFile(suite: SuiteFile, root: string): Promise<FileRun> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [suite.compiled], {
      cwd: root,
      detached: true,
      env: { ...process.env, ...suite.environment, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const group = child.pid ?? 0;
    if (group > 0) groups.add(group);
    let output = '';
    let timedOut = false;
    const kill = (): void => {
      timedOut = true;
      killGroup(group);
    };
    const timers = [setTimeout(kill, patient(suite.limitSeconds * 1000))];
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-outputLimit);
      if (timers.length === 1 && /^\s+Duration: /m.test(output))
        timers.push(setTimeout(kill, patient(endSeconds * 1000)));
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let processor = 0;
    child.on('exit', () => {
      processor = newProcessorSeconds();
    });
    child.on('close', (exitCode) => {
      timers.forEach(clearTimeout);
      killGroup(group);
      groups.delete(group);
      resolve({ output, exitCode, timedOut, processor });
    });
  });
}

function killGroup(group: number): void {
  try {
    if (group > 0) process.kill(-group, 'SIGKILL');
  } catch {
    // The group is gone already: what we want.
  }
}
