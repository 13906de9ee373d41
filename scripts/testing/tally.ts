import type { FileVerdict } from './verdict.ts';

/** Verdicts of a run by suite; a suite that is repeated has several. */
export class Tally {
  readonly #verdicts = new Map<string, FileVerdict[]>();
  readonly #flaky: string[] = [];
  readonly #faults: string[] = [];

  add(source: string, verdict: FileVerdict): void {
    this.#verdicts.set(source, [...(this.#verdicts.get(source) ?? []), verdict]);
  }

  /** A second run of a failed suite: it takes the place of the first. */
  replace(source: string, verdict: FileVerdict): void {
    this.#verdicts.set(source, [verdict]);
    if (isGood(verdict)) this.#flaky.push(source);
  }

  /** A fault of the run that belongs to no suite. */
  fault(text: string): void {
    this.#faults.push(text);
  }

  get flaky(): readonly string[] {
    return this.#flaky;
  }

  get failed(): number {
    return this.#sum(({ failed, faults }) => (failed === 0 && faults.length > 0 ? 1 : failed)) + this.#faults.length;
  }

  /** Lines for suites that ran several times: how often each failed. */
  describeRepeats(): readonly string[] {
    return [...this.#verdicts].flatMap(([source, runs]) =>
      runs.length < 2 ? [] : [`${source}: failed ${runs.filter((run) => !isGood(run)).length} of ${runs.length} runs`],
    );
  }

  /** The last line of a run. */
  totals(): string {
    return `${this.#sum((one) => one.passed)} passed, ${this.failed} failed, ${this.#sum((one) => one.skipped)} skipped`;
  }

  #sum(pick: (verdict: FileVerdict) => number): number {
    return [...this.#verdicts.values()].flat().reduce((all, one) => all + pick(one), 0);
  }
}

export function isGood({ failed, faults }: FileVerdict): boolean {
  return failed === 0 && faults.length === 0;
}
