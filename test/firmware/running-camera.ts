import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bundledProgram, isBundleFresh } from '../../scripts/bundling/fresh-bundle.ts';
import { repositoryRoot } from '../places.ts';

/** The line that `scripts/run --json` prints. */
interface Summary {
  readonly onvif: string;
  readonly rtsp: readonly string[];
  readonly https?: string;
  readonly rtsps?: readonly string[];
  readonly snapshot: readonly string[];
  readonly admin?: string;
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
  /** What it printed on standard output. */
  output(): string;
  /** null while it runs. */
  exitCode(): number | null;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** As scripts/run starts it. */
const heapFlags = (small: boolean): readonly string[] => [
  `--max-semi-space-size=${small ? 1 : 4}`,
  '--heap-growing-percent=50',
];

/** Bundle where it is up to date, as scripts/run takes it; else, and with VEDETTE_BUNDLE=0, the compiled files. */
const bundled = process.env.VEDETTE_BUNDLE !== '0' && isBundleFresh(repositoryRoot);

const compiledProgram = join(repositoryRoot, 'dist/firmware/main.js');

export const cameraProgram: string = bundled ? join(repositoryRoot, bundledProgram) : compiledProgram;

/**
 * Starts the compiled firmware on free ports of the loopback address, with its settings in `data` or in a new folder
 * that goes with it. `standardError` is a descriptor that takes the place of our reading its log.
 */
export async function startCamera(
  options: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  data?: string,
  standardError: number | 'pipe' = 'pipe',
): Promise<Camera> {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'vedette-camera-'));
  const password = 'camera-password-1';
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
  const program = environment.VEDETTE_BUNDLE === '0' ? compiledProgram : cameraProgram;
  const child = spawn(process.execPath, [...heapFlags(environment.VEDETTE_SMALL === '1'), program, ...words], {
    env: {
      MALLOC_ARENA_MAX: '2',
      ...process.env,
      VEDETTE_ADMIN: 'admin',
      VEDETTE_ADMIN_PASSWORD: password,
      ...environment,
    },
    stdio: ['ignore', 'pipe', standardError],
  });
  if (child.stdout === null) throw new Error('no output');
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-20_000);
  });
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout);
  const [line] = (await Promise.race([once(lines, 'line'), exited.then(() => [''])])) as [string];
  if (line === '') throw new Error(`the camera did not start:\n${errors}`);
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    await exited;
    if (data === undefined) rmSync(folder, { recursive: true, force: true });
    return child.exitCode;
  };
  return {
    summary: JSON.parse(line) as Summary,
    admin: 'admin',
    password,
    readyAfter: performance.now() - started,
    output: () => output,
    exitCode: () => child.exitCode,
    stop,
  };
}
