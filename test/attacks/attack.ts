/** The camera as an attacker sees it: ports, and a login of the lowest level where the attack is one from inside. */
export interface Victim {
  readonly host: string;
  readonly http: number;
  readonly https: number;
  readonly rtsp: number;
  readonly rtsps: number;
  /** RTSP path of a profile. */
  readonly path: string;
  readonly user: string;
  readonly password: string;
}

/** One kind of attack. */
export interface Attack {
  readonly name: string;
  /** Row of the list or of SECURITY.md that it belongs to. */
  readonly about: string;
  /**
   * Attacks until the signal; never throws.
   * @param address a loopback address of its own, 127.x.y.z
   */
  run(victim: Victim, address: string, signal: AbortSignal): Promise<void>;
}

/** Repeats one step until the signal, in as many strands as are named; a step that fails is followed by a short pause. */
export async function strands(
  count: number,
  signal: AbortSignal,
  step: (strand: number) => Promise<void>,
): Promise<void> {
  const strand = async (_: unknown, index: number): Promise<void> => {
    while (!signal.aborted) {
      try {
        await step(index);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  };
  await Promise.all(Array.from({ length: count }, strand));
}
