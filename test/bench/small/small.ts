import { buildPeers } from '../rtsp-load.ts';
import type { Row } from '../table.ts';
import { type Memory, type RunFigures, runCamera, startCost } from './camera-run.ts';

/** Starts of each form; they cost little and differ much. */
const starts = 5;

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Median figures of a camera on a small board. */
export interface SmallFigures {
  readonly start: { readonly bundle: number; readonly compiled: number };
  readonly idle: RunFigures['idle'];
  readonly memory: Readonly<Record<string, Memory>>;
}

function medians<Figures extends Readonly<Record<string, number>> | Memory>(all: readonly Figures[]): Figures {
  const names = Object.keys(all[0] ?? {}) as (keyof Figures)[];
  return Object.fromEntries(names.map((name) => [name, median(all.map((one) => Number(one[name])))])) as Figures;
}

/** Measures some runs of a camera, and its starts from the bundle and from the compiled files in turns. */
export async function measureSmall(
  plan: { readonly seconds: number; readonly minutes: number; readonly rounds: number },
  progress: (text: string) => void,
): Promise<SmallFigures> {
  buildPeers('rtsp-load');
  const costs: { readonly bundle: number; readonly compiled: number }[] = [];
  for (let start = 1; start <= starts; start += 1) {
    progress(`start ${start} of ${starts}`);
    costs.push({ bundle: await startCost('bundle'), compiled: await startCost('compiled files') });
  }
  const runs: RunFigures[] = [];
  for (let round = 1; round <= plan.rounds; round += 1) {
    // The long use is measured once: it shows whether memory grows, which a median hides.
    const minutes = round === plan.rounds ? plan.minutes : 0;
    runs.push(await runCamera({ ...plan, minutes }, (text) => progress(`${text}, round ${round} of ${plan.rounds}`)));
  }
  const states = Object.keys(runs.at(-1)?.memory ?? {});
  return {
    start: medians(costs),
    idle: medians(runs.map(({ idle }) => idle)),
    memory: Object.fromEntries(
      states.map((state) => [state, medians(runs.flatMap(({ memory }) => memory[state] ?? []))]),
    ),
  };
}

export function memoryRows({ memory }: SmallFigures): readonly Row[] {
  return Object.entries(memory).map(([state, { resident, distinct, controlDirty, mediaDirty }]) => ({
    state,
    'both, resident MiB': Math.round(resident),
    'both, distinct pages MiB': distinct === 0 ? 'root only' : Math.round(distinct),
    'control, private dirty MiB': Math.round(controlDirty),
    'media, private dirty MiB': Math.round(mediaDirty),
  }));
}

export function activityRows({ start, idle }: SmallFigures): readonly Row[] {
  const idleRow = (process: string, wakeUps: number, processor: number): Row => ({
    what: `${process} process, nobody watches`,
    'wake-ups a second': wakeUps.toFixed(1),
    'processor, % of a core': processor.toFixed(1),
    'processor until ready, s': '',
  });
  const startRow = (form: string, seconds: number): Row => ({
    what: `both processes, from ${form}`,
    'wake-ups a second': '',
    'processor, % of a core': '',
    'processor until ready, s': seconds.toFixed(2),
  });
  return [
    idleRow('control', idle.controlWakeUps, idle.controlProcessor),
    idleRow('media', idle.mediaWakeUps, idle.mediaProcessor),
    startRow('the bundle', start.bundle),
    startRow('the compiled files', start.compiled),
  ];
}
