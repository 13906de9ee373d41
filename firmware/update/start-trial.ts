import { systemClock } from '../../hal/system/clock.ts';
import { patient } from '../../hal/system/patience.ts';
import type { Parts } from '../control/parts.ts';
import { checkSelf } from './self-check.ts';
import { trialTime, tryVersion } from './trial.ts';

/** Begins the trial of a version that has just been written, where there is one. Returns how to end it. */
export function startTrial({ update, maintenance, options, ports, store, supervisor }: Parts): () => void {
  const ended = new AbortController();
  if (update === undefined) return () => undefined;
  const check = (): Promise<void> =>
    checkSelf({
      address: options.run.address ?? '127.0.0.1',
      ports,
      encoders: () => store.entities.profiles.flatMap(({ configurations }) => configurations.VideoEncoder ?? []),
      snapshot: (encoder) => supervisor.snapshot(encoder),
    });
  const restart = (reason: string): void => void maintenance.restart(reason);
  const log = options.log.child({ room: 'update' });
  void tryVersion({ update, check, restart, clock: systemClock, limit: patient(trialTime), log }, ended.signal);
  return () => ended.abort();
}
