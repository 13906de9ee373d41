import { cpus } from 'node:os';
import { type Row, table } from '../table.ts';
import { activityRows, memoryRows, type SmallFigures } from './small.ts';

const [mostResident, mostDistinct, mostWakeUps] = [160, 120, 5];

function verdict(met: boolean): string {
  return met ? 'met' : '**not met**';
}

function targetRows({ start, idle, memory }: SmallFigures): readonly Row[] {
  const viewer = memory['one viewer of 720p'];
  const { resident = Number.NaN, distinct = Number.NaN } = viewer ?? {};
  const ratio = start.bundle / start.compiled;
  const worst = Math.max(idle.controlWakeUps, idle.mediaWakeUps);
  const row = (target: string, measured: string, met: boolean): Row => ({ target, measured, is: verdict(met) });
  return [
    row(
      `one 720p viewer, resident: ${mostResident} MiB at most`,
      `${resident.toFixed(0)} MiB`,
      resident <= mostResident,
    ),
    row(
      `one 720p viewer, distinct pages: ${mostDistinct} MiB at most`,
      `${distinct.toFixed(0)} MiB`,
      distinct > 0 && distinct <= mostDistinct,
    ),
    row(
      `wake-ups of each process, nobody watches: ${mostWakeUps} a second at most`,
      `${idle.controlWakeUps.toFixed(1)} and ${idle.mediaWakeUps.toFixed(1)}`,
      worst <= mostWakeUps,
    ),
    row('processor time until ready, bundle over compiled files: half', ratio.toFixed(2), ratio <= 0.5),
  ];
}

/** docs/performance.md. @param command how the figures were made */
export function performancePage(figures: SmallFigures, command: string): string {
  const [processor] = cpus();
  return `# Performance on small boards

Made by \`${command}\` on ${processor?.model ?? 'an unknown processor'}, ${cpus().length} cores, Node.js ${process.version},
virtual board, H.264 by x264, settings of a machine with less than 1 GiB (VEDETTE_SMALL=1); medians of its rounds. Ratios and counts
hold elsewhere; seconds do not. Resident memory counts the program of Node.js once for each process, distinct pages count what both
share once. Private dirty pages cannot be evicted.

## Targets

${table(targetRows(figures))}

## Memory

${table(memoryRows(figures))}

## Start, and nobody watches

${table(activityRows(figures))}
`;
}
