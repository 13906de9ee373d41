import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { repositoryRoot } from './places.ts';

/** The line that `scripts/run --json` prints. */
export interface Summary {
  readonly onvif: string;
  readonly rtsp: readonly string[];
  readonly snapshot: readonly string[];
  readonly admin: string;
  readonly password?: string;
  readonly pid: number;
  readonly mediaPid: number;
}

export interface Camera {
  readonly summary: Summary;
  readonly admin: string;
  readonly password: string;
  /** Milliseconds from start to the summary. */
  readonly readyAfter: number;
  stop(): Promise<void>;
}

/** Starts the compiled firmware on free ports, with its settings in `data` or in a new folder that goes with it. */
export async function startCamera(
  options: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  data?: string,
): Promise<Camera> {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'vedette-bench-'));
  const password = 'bench-password-1';
  const words = [
    '--data',
    folder,
    '--http-port',
    '0',
    '--rtsp-port',
    '0',
    '--address',
    '127.0.0.1',
    '--json',
    ...options,
  ];
  const started = performance.now();
  const child = spawn(process.execPath, [join(repositoryRoot, 'dist/firmware/main.js'), ...words], {
    env: { ...process.env, VEDETTE_ADMIN: 'admin', VEDETTE_ADMIN_PASSWORD: password, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createInterface(child.stdout);
  const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => [''])])) as [string];
  if (line === '') throw new Error(`the camera did not start: ${words.join(' ')}`);
  const summary = JSON.parse(line) as Summary;
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    if (data === undefined) rmSync(folder, { recursive: true, force: true });
  };
  return { summary, admin: 'admin', password, readyAfter: performance.now() - started, stop };
}
