import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const programs = suite('native code without Node.js');
const root = join(dirname(fileURLToPath(import.meta.url)).replace(/\/dist(?=\/test)/, ''), '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'vedette-programs-'));
// Its own build is another one than that of the addon: AddressSanitizer cannot be preloaded into a compiler.
const { LD_PRELOAD: preloaded, ...environment } = process.env;

programs('are built', () => {
  const sanitize = preloaded === undefined ? [] : ['SANITIZE=1'];
  const parts = ['-s', '-j2', '-C', join(root, 'hal/native'), 'programs', `PROGRAMS=${folder}`, ...sanitize];
  const { status, error, stderr } = spawnSync('make', parts, { env: environment, encoding: 'utf8' });
  assert.is(status, 0, `${error} ${stderr}`);
});

/** Freed memory is overwritten, so that its use shows in every build. */
function run(name: string): {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stderr: string;
} {
  const env = { ...environment, MALLOC_PERTURB_: '165' };
  return spawnSync(join(folder, name), [], { env, encoding: 'utf8', timeout: 20_000 });
}

programs('each property of our elements begins with its default and takes its bounds', () => {
  const { status, signal, stderr } = run('element-properties');
  assert.equal({ status, signal }, { status: 0, signal: null }, stderr);
});

programs('a frame source may be flushed before it starts and after it stopped', () => {
  const { status, signal, stderr } = run('flushed-frame-source');
  assert.equal({ status, signal }, { status: 0, signal: null }, stderr);
});

programs('a reactor that can wait no longer ends the process and says why', () => {
  const { status, signal, stderr } = run('lost-reactor');
  assert.not.equal({ status, signal }, { status: 0, signal: null });
  assert.match(stderr, /reactor.*Bad file descriptor/);
});

programs.after(() => rmSync(folder, { recursive: true }));
programs.run();
