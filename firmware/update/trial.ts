import type { Clock } from '../../hal/ports/clock.ts';
import type { Update } from '../../hal/ports/update.ts';

interface TrialOptions {
  readonly update: Pick<Update, 'onTrial' | 'confirm' | 'version'>;
  /** Rejects with the reason why the firmware is not good. */
  readonly check: () => Promise<void>;
  readonly restart: (reason: string) => void;
  /** Milliseconds. */
  readonly limit: number;
  readonly clock: Pick<Clock, 'now' | 'wait'>;
  readonly log: { info(fields: object, text: string): void; error(fields: object, text: string): void };
}

/** Milliseconds in which a version on trial must find itself good. */
export const trialTime = 300_000;
/** Milliseconds between two checks. */
const pause = 2_000;

/** Trial of a version after an update: keeps it when it finds itself good in time, else restarts the device into the old one. */
export async function tryVersion(options: TrialOptions, ended: AbortSignal): Promise<void> {
  const { update, check, restart, clock, limit, log } = options;
  if (!update.onTrial) return;
  const began = clock.now();
  let reason: unknown;
  while (!ended.aborted && clock.now() - began < limit) {
    try {
      await check();
      await update.confirm();
      log.info({ version: update.version }, 'the new firmware is good and stays');
      return;
    } catch (error) {
      reason = error;
    }
    await clock.wait(pause, ended);
  }
  if (ended.aborted) return;
  log.error({ err: reason, version: update.version }, 'the new firmware is not good; the old one comes back');
  restart('firmware not good');
}
