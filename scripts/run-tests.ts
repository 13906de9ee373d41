import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBundle } from './bundling/bundle.ts';
import { describeFlaky, type FlakyList, readFlakyList } from './testing/flaky-list.ts';
import { lanesFor, runInLanes } from './testing/lanes.ts';
import { type RunOptions, readRunOptions } from './testing/options.ts';
import { restrictPrograms } from './testing/programs.ts';
import { runFile } from './testing/run-file.ts';
import { sanitize } from './testing/sanitizer.ts';
import { readSuiteTimes, storeSuiteTimes } from './testing/suite-times.ts';
import { findSuites, type SuiteFile } from './testing/suites.ts';
import { isGood, Tally } from './testing/tally.ts';
import { type FileVerdict, judge } from './testing/verdict.ts';

/**
 * Runs suites and tells their verdicts; the last line is `N passed, N failed, N skipped`.
 * Usage: run-tests.js [--repeat N] [--try-again] [PART OF A PATH ...]
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const timesPath = join(root, '.cache', 'suite-times.json');

/** Suites of emulated hardware run in a board of their own (scripts/board-rig), where the project is read-only. */
const rig = process.env.VEDETTE_RIG !== undefined;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Seconds of suites that passed in this run. */
const times: Record<string, number> = {};

async function runSuite(suite: SuiteFile): Promise<FileVerdict> {
  if (suite.fault !== undefined) {
    print(`FAIL ${suite.source}: ${suite.fault}`);
    return { passed: 0, failed: 1, skipped: 0, faults: [suite.fault] };
  }
  const started = performance.now();
  const run = await runFile(suite, root);
  const verdict = judge(run);
  const seconds = (performance.now() - started) / 1000;
  const good = isGood(verdict);
  if (good && suite.environment === undefined) times[suite.source] = Number(seconds.toFixed(1));
  const skipped = verdict.skipped > 0 ? `, ${verdict.skipped} skipped` : '';
  const sanitized = suite.environment === undefined ? '' : ', AddressSanitizer';
  print(
    `${good ? 'ok  ' : 'FAIL'} ${suite.source}: ${verdict.passed} passed${skipped} (${seconds.toFixed(1)} s, ${(run.processor ?? 0).toFixed(1)} s of processor${sanitized})`,
  );
  for (const line of run.output.match(/(?<=^|\s)skip: .+$/gm) ?? []) print(`     ${line}`);
  if (!good) {
    for (const fault of verdict.faults) print(`     ${fault}`);
    print(run.output.slice(-12_000).replace(/^/gm, '     | '));
  }
  return verdict;
}

function chosenSuites({ patterns }: RunOptions): readonly SuiteFile[] {
  const suites = findSuites(root, patterns, readSuiteTimes(timesPath));
  return sanitize(suites, process.env.VEDETTE_SANITIZED, patterns.length > 0);
}

const isThere = (source: string): boolean => existsSync(join(root, source));

function flakyList(): FlakyList {
  const text = readFileSync(join(root, 'test', 'flaky.txt'), 'utf8');
  return readFlakyList(text, new Date(), isThere);
}

async function runAll(suites: readonly SuiteFile[], { repeat, tryAgain }: RunOptions): Promise<Tally> {
  const tally = new Tally();
  const failures = new Set<SuiteFile>();
  const jobs = Array.from({ length: repeat }, () => suites).flat();
  await runInLanes(jobs, rig ? 2 : lanesFor(availableParallelism()), async (suite) => {
    const verdict = await runSuite(suite);
    tally.add(suite.source, verdict);
    if (!isGood(verdict)) failures.add(suite);
  });
  if (!tryAgain || failures.size === 0) return tally;
  print(`once more, alone: ${[...failures].map(({ source }) => source).join(', ')}`);
  for (const suite of failures) tally.replace(suite.source, await runSuite(suite));
  return tally;
}

async function main(): Promise<number> {
  const options = readRunOptions(process.argv.slice(2));
  const suites = chosenSuites(options);
  if (suites.length === 0) {
    print(`no test file matches ${options.patterns.join(' ') || 'test/'}`);
    return 1;
  }
  // The board of the rig sees the project read-only; there scripts/board-rig has made the bundle.
  if (!rig) await ensureBundle(root);
  restrictPrograms(root, rig ? ['run', 'rig'] : ['run', 'test']);
  const tally = await runAll(suites, options);
  const list = flakyList();
  for (const fault of list.faults) {
    tally.fault(fault);
    print(`FAIL test/flaky.txt: ${fault}`);
  }
  if (!rig) storeSuiteTimes(timesPath, times, isThere);
  for (const line of [...tally.describeRepeats(), ...describeFlaky(tally.flaky, list)]) print(line);
  print(tally.totals());
  return tally.failed === 0 ? 0 : 1;
}

try {
  process.exit(await main());
} catch (error) {
  print(error instanceof Error ? error.message : String(error));
  process.exit(2);
}
