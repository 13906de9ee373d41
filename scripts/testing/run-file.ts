import { spawn } from 'node:child_process';
import type { SuiteFile } from './suites.ts';
import type { FileRun } from './verdict.ts';

/** Characters of output kept per file. */
const outputLimit = 1_000_000;

/** Runs one test file in a process group of its own, so that nothing it started outlives it. */
export function runFile(suite: SuiteFile, root: string): Promise<FileRun> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [suite.compiled], {
      cwd: root,
      detached: true,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let timedOut = false;
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-outputLimit);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child.pid);
    }, suite.limitSeconds * 1000);
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      killGroup(child.pid);
      resolve({ output, exitCode, timedOut });
    });
  });
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already: what we want.
  }
}
