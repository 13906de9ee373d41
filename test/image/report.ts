/** Result of the story, told as it goes: a line a step, and the totals at its end as scripts/test tells them. */
export class Report {
  #passed = 0;
  #failed = 0;
  readonly #began = performance.now();

  /** Runs a step; resolves with false when it failed. */
  async step(name: string, work: () => Promise<string>): Promise<boolean> {
    const began = performance.now();
    const seconds = (): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;
    try {
      const told = await work();
      this.#passed += 1;
      this.#say(`ok   ${name} (${seconds()})${told === '' ? '' : `: ${told}`}`);
      return true;
    } catch (error) {
      this.#failed += 1;
      this.#say(
        `FAIL ${name} (${seconds()})\n     ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
      if (error instanceof Error && error.cause !== undefined) this.#say(`     because: ${String(error.cause)}`);
      return false;
    }
  }

  get failed(): boolean {
    return this.#failed > 0;
  }

  end(): void {
    this.#say(`The story took ${((performance.now() - this.#began) / 1000).toFixed(0)} s.`);
    this.#say(`${this.#passed} passed, ${this.#failed} failed, 0 skipped`);
  }

  #say(line: string): void {
    process.stdout.write(`${line}\n`);
  }
}
