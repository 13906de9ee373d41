import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { unusedExports } from './testing/exports.ts';

/** Folders whose exports are a public interface, or are generated. */
const outside = /^(hal\/node-v4l2|services\/generated)\//;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'], {
  encoding: 'utf8',
});
const sources = files
  .split('\n')
  .filter((path) => path !== '' && !path.endsWith('.d.ts'))
  .flatMap((path) => {
    try {
      return [{ path, text: readFileSync(path, 'utf8') }];
    } catch {
      // A deleted file that is still in the index has no exports.
      return [];
    }
  });
const rooms = process.argv.slice(2);
const asked = (path: string): boolean => rooms.length === 0 || rooms.some((room) => path.startsWith(room));
const found = unusedExports(sources).filter(({ path }) => !outside.test(path) && asked(path));
for (const { path, name, kind } of found) {
  const remedy =
    kind === 'unused' ? 'unexport or delete it' : 'only tests import it: mark it @internal, or test the caller';
  process.stderr.write(`${path}: ${name} has no importer; ${remedy}\n`);
}
process.exitCode = found.length > 0 ? 1 : 0;
