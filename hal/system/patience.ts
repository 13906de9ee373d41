/**
 * How many times slower than a real board this machine may be, 1 to 100 (VEDETTE_SLOW; 1 when absent or no number). An
 * emulated processor needs it: limits that tell a hang from work are stretched by it, here and nowhere else.
 */
export function slowness(environment: NodeJS.ProcessEnv): number {
  const factor = Number(environment.VEDETTE_SLOW ?? 1);
  return factor >= 1 ? Math.min(factor, 100) : 1;
}

const factor = slowness(process.env);

/** A limit in milliseconds as it counts on this machine. */
export function patient(milliseconds: number): number {
  return milliseconds * factor;
}
