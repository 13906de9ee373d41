import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../../hal/system/clock.ts';
import { patient } from '../../hal/system/patience.ts';
import { streamsOf } from '../../services/entities/profiles.ts';
import type { Parts } from '../control/parts.ts';
import { checkSelf } from './self-check.ts';
import { trialTime, tryVersion } from './trial.ts';

/** Tells vedette-trial.timer of an image that the version stays: a file in the folder that systemd made for the service. */
async function noteKept(folder: string | undefined): Promise<void> {
  if (folder !== undefined) await writeFile(join(folder, 'confirmed'), '');
}

/** Begins the trial of a version that has just been written, where there is one. Returns how to end it. */
export function startTrial({ update, maintenance, options, ports, store, supervisor, users }: Parts): () => void {
  const ended = new AbortController();
  if (update === undefined) return () => undefined;
  const check = (): Promise<void> =>
    checkSelf({
      address: options.run.address ?? '127.0.0.1',
      ports,
      encoders: () => store.entities.profiles.flatMap(({ configurations }) => configurations.VideoEncoder ?? []),
      profiles: () =>
        store.entities.profiles.filter((one) => streamsOf(store.entities, one).length > 0).map(({ token }) => token),
      users: () => users.digestUsers(),
      snapshot: (encoder) => supervisor.snapshot(encoder),
    });
  const restart = (reason: string): void => void maintenance.restart(reason);
  const log = options.log.child({ room: 'update' });
  const confirm = async (): Promise<void> => {
    await update.confirm();
    await noteKept(process.env.RUNTIME_DIRECTORY);
  };
  const { onTrial, version } = update;
  void tryVersion(
    { update: { onTrial, version, confirm }, check, restart, clock: systemClock, limit: patient(trialTime), log },
    ended.signal,
  );
  return () => ended.abort();
}
