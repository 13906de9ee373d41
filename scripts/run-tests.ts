import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runFile } from './testing/run-file.ts';
import { findSuites, type SuiteFile } from './testing/suites.ts';
import { type FileVerdict, judge } from './testing/verdict.ts';

/** Test files that run side by side where they do not want the machine for themselves. */
const sideBySide = 2;

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runOne(suite: SuiteFile): Promise<FileVerdict> {
  if (suite.fault !== undefined) {
    print(`FAIL ${suite.source}: ${suite.fault}`);
    return { passed: 0, failed: 1, skipped: 0, faults: [suite.fault] };
  }
  const started = Date.now();
  const run = await runFile(suite, root);
  const verdict = judge(run);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const good = verdict.failed === 0 && verdict.faults.length === 0;
  print(
    `${good ? 'ok  ' : 'FAIL'} ${suite.source}: ${verdict.passed} passed${verdict.skipped ? `, ${verdict.skipped} skipped` : ''} (${seconds} s)`,
  );
  for (const line of run.output.match(/(?<=^|\s)skip: .+$/gm) ?? []) print(`     ${line}`);
  if (!good) {
    for (const fault of verdict.faults) print(`     ${fault}`);
    print(run.output.slice(-12_000).replace(/^/gm, '     | '));
  }
  return verdict;
}

/** Runs the suites through `width` lanes and gives their verdicts. */
async function runAll(suites: readonly SuiteFile[], width: number): Promise<readonly FileVerdict[]> {
  const waiting = [...suites];
  const verdicts: FileVerdict[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) verdicts.push(await runOne(next));
  };
  await Promise.all(Array.from({ length: width }, lane));
  return verdicts;
}

const suites = findSuites(root, process.argv.slice(2));
if (suites.length === 0) {
  print(`no test file matches ${process.argv.slice(2).join(' ') || 'test/'}`);
  process.exit(1);
}
const verdicts = [
  ...(await runAll(
    suites.filter((suite) => !suite.alone),
    sideBySide,
  )),
  ...(await runAll(
    suites.filter((suite) => suite.alone),
    1,
  )),
];
const sum = (pick: (verdict: FileVerdict) => number): number => verdicts.reduce((all, one) => all + pick(one), 0);
const failed = sum((one) => one.failed + (one.failed === 0 && one.faults.length > 0 ? 1 : 0));
print(`${sum((one) => one.passed)} passed, ${failed} failed, ${sum((one) => one.skipped)} skipped`);
process.exit(failed === 0 ? 0 : 1);
