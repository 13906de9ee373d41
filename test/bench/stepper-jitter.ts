import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StepperThread } from '../../hal/motion/stepper/stepper-thread.ts';

/**
 * How late a stepper's steps are, with its main thread at rest and busy. Lines are plain files: what is measured is the thread, the
 * kernel's timers and two writes. `node dist/test/bench/stepper-jitter.js [STEPS A SECOND ...]`
 */
const rates = process.argv.slice(2).map(Number);
const seconds = 2;

function percentile(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0).padStart(7);
}

async function measure(folder: string, rate: number, busy: boolean): Promise<string> {
  const file = (name: string): string => {
    const path = join(folder, name);
    writeFileSync(path, '0');
    return path;
  };
  const steps = rate * seconds;
  const setup = { travel: steps * 2, backlash: 0, maxSpeed: rate, acceleration: rate * 20 };
  let arrived: () => void = () => undefined;
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const thread = new StepperThread(
    {
      setup: { ...setup, endStop: undefined, hold: false },
      wires: { kind: 'step-direction', step: file('step'), direction: file('direction'), enable: undefined, pulse: 5 },
      endStop: undefined,
    },
    { onReport: ({ number, state }) => (number === 1 && state === 'idle' ? arrived() : undefined), onDeath: fail },
  );
  const alive = setInterval(() => (busy ? spin(8) : undefined), 10);
  thread.order({ kind: 'to', steps: steps * 2, speed: rate });
  await arrival;
  clearInterval(alive);
  const late = [...thread.late].sort((one, other) => one - other);
  await thread.close();
  const row = [0.5, 0.95, 0.99, 1].map((share) => percentile(late, share)).join(' ');
  return `${String(rate).padStart(7)} ${busy ? 'busy' : 'rest'} ${row} ${late.length}`;
}

function fail(reason: string): never {
  throw new Error(reason);
}

function spin(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

const folder = mkdtempSync(join(tmpdir(), 'vedette-steps-'));
process.stdout.write(' steps/s main     p50     p95     p99     max µs late, steps\n');
for (const rate of rates.length > 0 ? rates : [100, 500, 1000, 2000]) {
  process.stdout.write(`${await measure(folder, rate, false)}\n${await measure(folder, rate, true)}\n`);
}
rmSync(folder, { recursive: true });
