/** What one test file came to. */
export interface FileVerdict {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why the file as a whole is wrong, where it is. */
  readonly faults: readonly string[];
}

/** How the process of a test file ended. */
export interface FileRun {
  readonly output: string;
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** Seconds of processor time that it took, with all that it started and waited for. */
  readonly processor?: number;
}

function total(output: string, label: string): number | undefined {
  const match = new RegExp(`^\\s+${label}:\\s+(\\d+)\\s*$`, 'm').exec(output);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

/**
 * Judges a run of uvu by its printed totals, because uvu's exit code is green for a forgotten run(), a throwing hook
 * and a file that holds no test. A test that cannot run here prints `skip: what: why`; a silent skip is a fault.
 */
export function judge(run: FileRun): FileVerdict {
  const ran = total(run.output, 'Total');
  const passed = total(run.output, 'Passed') ?? 0;
  const silent = total(run.output, 'Skipped') ?? 0;
  const reasons = (run.output.match(/(?<=^|\s)skip: .+$/gm) ?? []).length;
  const failed = (ran ?? 0) - passed;
  const faults: string[] = [];
  if (run.timedOut) faults.push('did not end within its time limit, or soon after its last test');
  else if (run.exitCode !== 0 && failed <= 0) faults.push(`ended with status ${run.exitCode}`);
  if (ran === undefined && !run.timedOut) faults.push('ran no test (is run() called?)');
  else if (ran === 0) faults.push('holds no test');
  if (silent > reasons) faults.push(`${silent} skipped, ${reasons} with a printed reason`);
  return {
    passed: Math.max(0, passed - Math.max(0, reasons - silent)),
    failed: Math.max(0, failed),
    skipped: Math.max(silent, reasons),
    faults,
  };
}
