import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Program, readPrograms } from '../../scripts/testing/programs.ts';
import { functionsOf, programsOf } from '../../scripts/testing/shell-commands.ts';

const programs = suite('programs that scripts and tests spawn');
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..').replace(/\/dist$/, '');
const text = (name: string): string => readFileSync(join(root, name), 'utf8');
const files = execFileSync('git', ['ls-files', 'scripts', '.ci', 'test'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((name) => name !== '' && existsSync(join(root, name)) && statSync(join(root, name)).isFile());
const listed = readPrograms(text('scripts/programs'));

programs('are rows of name, package and purposes', () => {
  const row = (name: string): Program => ({ name, package: 'ffmpeg', purposes: ['test', 'table'] });
  const table = '# players\n\nffmpeg,ffprobe ffmpeg test table # of pictures\n- libssl-dev rig\n';
  assert.equal(readPrograms(table), [row('ffmpeg'), row('ffprobe')]);
});

programs('are listed once, each with a purpose that scripts/setup knows', () => {
  assert.equal(
    listed.map(({ name }) => name),
    [...new Set(listed.map(({ name }) => name))],
  );
  const known = new Set([
    'run',
    'test',
    'bench',
    'table',
    'rig',
    'rig-x86',
    'qemu',
    'release',
    'image',
    'instructions',
    'shell',
  ]);
  for (const { name, purposes } of listed) {
    assert.ok(purposes.length > 0, name);
    for (const purpose of purposes) assert.ok(known.has(purpose), `${name}: ${purpose}`);
  }
});

programs('of shell scripts are all listed', () => {
  const scripts = files.filter((name) => name.endsWith('.sh') || /^#!.*sh\n/.test(text(name)));
  assert.ok(scripts.length > 10);
  const functions = new Set(scripts.flatMap((name) => functionsOf(text(name))));
  const names = new Set(listed.map(({ name }) => name));
  const unlisted = scripts.flatMap((script) =>
    programsOf(text(script), functions).flatMap((name) => (names.has(name) ? [] : [`${script}: ${name}`])),
  );
  assert.equal(unlisted, []);
});

programs('are spawned by name, never by an absolute path, which would pass by the list', () => {
  const absolute = new RegExp(`['"\`]/(usr/)?(local/)?s?bin/${'\\w'}`);
  const sources = files.filter((name) => name.endsWith('.ts') && name !== 'scripts/testing/programs.ts');
  assert.equal(
    sources.filter((name) => absolute.test(text(name))),
    [],
  );
});

programs('that are not listed cannot be spawned by a suite', () => {
  const module = pathToFileURL(join(root, 'dist/scripts/testing/programs.js')).href;
  const script = `import { spawnSync } from 'node:child_process';
    import { restrictPrograms } from '${module}';
    restrictPrograms('${root}', ['test']);
    for (const name of ['git', 'sleep']) console.log(spawnSync(name, ['--version']).error?.code ?? 'ran');`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  assert.is(stdout, 'ran\nENOENT\n', stderr);
});

programs.run();
