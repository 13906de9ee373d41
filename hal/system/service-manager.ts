import { execFile } from 'node:child_process';
import { patient } from './patience.ts';

/** Program that started this process and watches it: systemd, where there is one. */
interface ServiceManager {
  /** Tells that the device serves, once. */
  ready(status: string): Promise<void>;
  /** Tells that the device is well; does nothing where nobody waits for it. */
  alive(): Promise<void>;
  /** Milliseconds between two calls of `alive`; undefined where nobody waits for them. */
  readonly interval: number | undefined;
}

/** Sends a state by systemd's own program: Node.js has no datagrams of Unix sockets. */
function notify(words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile('systemd-notify', [...words], { timeout: patient(10_000) }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}

/** Service manager that the environment names (sd_notify, WATCHDOG_USEC), or one that wants to hear nothing. */
export function findServiceManager(environment: NodeJS.ProcessEnv): ServiceManager {
  if (environment.NOTIFY_SOCKET === undefined)
    return { ready: () => Promise.resolve(), alive: () => Promise.resolve(), interval: undefined };
  const limit = Number(environment.WATCHDOG_USEC ?? 0) / 1000;
  return {
    ready: (status) => notify(['--ready', `--status=${status}`]),
    alive: () => notify(['WATCHDOG=1']),
    interval: limit > 0 ? limit / 4 : undefined,
  };
}
