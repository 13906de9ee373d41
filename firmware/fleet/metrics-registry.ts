import { readFile } from 'node:fs/promises';
import { Gauge, Registry } from 'prom-client';
import type { MetricSources } from './metrics.ts';

const pageSize = 4096;

/** Resident memory of a process in bytes; 0 for one that is gone. */
async function memoryOf(pid: number | undefined): Promise<number> {
  const text = await readFile(`/proc/${pid ?? 0}/statm`, 'utf8').catch(() => '');
  return Number(text.split(' ')[1] ?? 0) * pageSize;
}

type Collect = (gauge: Gauge) => void | Promise<void>;

/** Names, meanings, labels and sources of the metrics. */
function rows(sources: MetricSources): readonly (readonly [string, string, readonly string[], Collect])[] {
  const by =
    (labels: readonly string[], counts: () => ReadonlyMap<string, number>): Collect =>
    (gauge) => {
      for (const [key, count] of counts()) {
        const values = key.split(' ');
        gauge.set(Object.fromEntries(labels.map((label, at) => [label, values[at] ?? ''])), count);
      }
    };
  const { mediaPid, storageFaults, logins, lines, info } = sources;
  return [
    ['vedette_info', 'Facts of the camera', Object.keys(info), (gauge) => gauge.set({ ...info }, 1)],
    ['vedette_uptime_seconds', 'Time since the start', [], (gauge) => gauge.set(process.uptime())],
    [
      'vedette_control_memory_bytes',
      'Resident memory of the control process',
      [],
      (gauge) => gauge.set(process.memoryUsage.rss()),
    ],
    [
      'vedette_media_memory_bytes',
      'Resident memory of the media process, 0 while it does not run',
      [],
      async (gauge) => gauge.set(await memoryOf(mediaPid())),
    ],
    [
      'vedette_control_cpu_seconds_total',
      'Processor time of the control process',
      [],
      (gauge) => {
        const { user, system } = process.cpuUsage();
        gauge.set((user + system) / 1e6);
      },
    ],
    ['vedette_storage_faults', 'Faults of the settings storage now', [], (gauge) => gauge.set(storageFaults())],
    ['vedette_logins_total', 'Logins since the start', ['by', 'outcome'], by(['by', 'outcome'], logins)],
    ['vedette_log_lines_total', 'Lines of the log since the start', ['level'], by(['level'], lines)],
  ];
}

/** The metrics with their sources, read at each scrape. */
export function registryOf(sources: MetricSources): Registry {
  const registry = new Registry();
  for (const [name, help, labelNames, collect] of rows(sources)) {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      collect: () => collect(gauge),
    });
  }
  return registry;
}
