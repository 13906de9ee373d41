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

/** CI tries a suite that failed once more, alone, and names it: what fails now and then is to be mended, too. */
const triesAgain = process.env.VEDETTE_TRY_AGAIN === '1';

function isGood({ failed, faults }: FileVerdict): boolean {
  return failed === 0 && faults.length === 0;
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
  const good = isGood(verdict);
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

/** Runs the suites through `width` lanes, adds their verdicts, and returns the suites that failed. */
async function runAll(
  suites: readonly SuiteFile[],
  width: number,
  verdicts: Map<string, FileVerdict>,
): Promise<readonly SuiteFile[]> {
  const waiting = [...suites];
  const failed: SuiteFile[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const verdict = await runOne(next);
      verdicts.set(next.source, verdict);
      if (!isGood(verdict)) failed.push(next);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return failed;
}

const suites = findSuites(root, process.argv.slice(2));
if (suites.length === 0) {
  print(`no test file matches ${process.argv.slice(2).join(' ') || 'test/'}`);
  process.exit(1);
}
const verdicts = new Map<string, FileVerdict>();
const failures = [
  ...(await runAll(
    suites.filter((suite) => !suite.alone),
    sideBySide,
    verdicts,
  )),
  ...(await runAll(
    suites.filter((suite) => suite.alone),
    1,
    verdicts,
  )),
];
if (triesAgain && failures.length > 0) {
  print(`once more, alone: ${failures.map(({ source }) => source).join(', ')}`);
  await runAll(failures, 1, verdicts);
}
const sum = (pick: (verdict: FileVerdict) => number): number =>
  [...verdicts.values()].reduce((all, one) => all + pick(one), 0);
const failed = sum((one) => one.failed + (one.failed === 0 && one.faults.length > 0 ? 1 : 0));
print(`${sum((one) => one.passed)} passed, ${failed} failed, ${sum((one) => one.skipped)} skipped`);
process.exit(failed === 0 ? 0 : 1);
