/**
 * Factor of slowness of this machine, 1 to 100 (VEDETTE_SLOW; 1 when absent or no number). Time limits that detect a hang are
 * multiplied by it on an emulated processor, and only here.
 * @internal
 */
export function slowness(environment: NodeJS.ProcessEnv): number {
  const factor = Number(environment.VEDETTE_SLOW ?? 1);
  return factor >= 1 ? Math.min(factor, 100) : 1;
}

const factor = slowness(process.env);

/** Time limit (ms) on this machine. */
export function patient(milliseconds: number): number {
  return milliseconds * factor;
}
