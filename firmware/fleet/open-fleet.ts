import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Route } from '../../services/http/route.ts';
import type { LogRing } from '../log/log-ring.ts';
import type { FleetFacts } from './fleet-file.ts';
import { type MetricSources, metricsRoute } from './metrics.ts';
import { SyslogSender } from './syslog-sender.ts';

interface FleetOptions {
  /** Data folder, where `fleet.yaml` may be. */
  readonly data: string;
  readonly lines: LogRing;
  readonly hostname: () => string;
  readonly metrics: MetricSources;
  readonly log: Logger;
}

/** What a fleet asks of this camera: metrics and a copy of the log. Both are off without the owner's file. */
export interface Fleet {
  readonly routes: readonly Route[];
  close(): void;
}

/** Facts of `fleet.yaml`; nothing where there is no such file. */
async function factsIn(folder: string): Promise<FleetFacts> {
  const file = join(folder, 'fleet.yaml');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  // The reader's libraries cost memory that a camera without the file need not spend.
  const { readFleetFile } = await import('./fleet-file.ts');
  return readFleetFile(file, text);
}

/** A file that is wrong is told in the log; the camera goes on without what it asks for. */
export async function openFleet({ data, lines, hostname, metrics, log }: FleetOptions): Promise<Fleet> {
  const { metrics: wanted, syslog } = await factsIn(data).catch((error: unknown): FleetFacts => {
    log.error({ err: error }, 'neither metrics nor syslog');
    return {};
  });
  const onLost = (error: Error | undefined): void => {
    if (error === undefined) log.info('the syslog receiver takes the log again');
    else log.warn({ err: error }, 'the syslog receiver cannot be reached');
  };
  const sender = syslog && new SyslogSender({ receiver: syslog, host: hostname, onLost });
  const unfollow = sender && lines.follow((line) => sender.add(line));
  return {
    routes: wanted === undefined ? [] : [metricsRoute(wanted.token, metrics)],
    close: () => {
      unfollow?.();
      sender?.close();
    },
  };
}
