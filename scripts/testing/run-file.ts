import { spawn } from 'node:child_process';
import { patient } from '../../hal/system/patience.ts';
import type { SuiteFile } from './suites.ts';
import type { FileRun } from './verdict.ts';

/** Characters of output kept per file. */
const outputLimit = 1_000_000;

/** Seconds that a process may live on after it has printed the totals of its tests. */
const endSeconds = 15;

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
    child.on('close', (exitCode) => {
      timers.forEach(clearTimeout);
      killGroup(group);
      groups.delete(group);
      resolve({ output, exitCode, timedOut });
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
