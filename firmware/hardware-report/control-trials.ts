import type { CameraFacts, CameraLevel, CameraMode, CameraSettings, LevelRange } from '../../hal/ports/camera.ts';
import { result } from './report-text.ts';

/** Camera whose settings are tried. */
interface TriedCamera {
  readonly facts: CameraFacts;
  /** Sets values and resolves with those in force a moment later. */
  readonly set: (settings: CameraSettings) => Promise<CameraSettings>;
}

/** Value of a level that differs from the present one, in the middle of its range or at its end. */
function other({ min, max, step }: LevelRange, present: number | undefined): number {
  const middle = min + Math.round((max - min) / 2 / step) * step;
  return present !== undefined && Math.abs(middle - present) < step ? max : middle;
}

async function tryLevel(camera: TriedCamera, level: CameraLevel, present: number | undefined): Promise<string> {
  const range = camera.facts.levels[level] as LevelRange;
  const wanted = other(range, present);
  const { levels = {} } = await camera.set({ levels: { [level]: wanted } });
  const seen = levels[level];
  const works = seen !== undefined && Math.abs(seen - wanted) <= range.step;
  const text = `${range.min}..${range.max} in steps of ${range.step}, set to ${wanted}, then ${seen}`;
  return result(level, works, text);
}

async function tryMode(camera: TriedCamera, mode: CameraMode): Promise<string> {
  const offered: readonly string[] = camera.facts.modes[mode] ?? [];
  const refused: string[] = [];
  for (const value of offered) {
    const { modes = {} } = await camera.set({ modes: { [mode]: value } });
    if (modes[mode] !== value) refused.push(`${value} becomes ${modes[mode]}`);
  }
  return result(mode, refused.length === 0, [offered.join(', '), ...refused].join('; '));
}

/** Values of the modes in which levels take effect. */
function freeing({ modes }: CameraFacts): CameraSettings {
  const entries = Object.entries(modes).flatMap(([mode, values]) => {
    const free = (values as readonly string[]).find((value) => value === 'MANUAL' || value === 'ON');
    return free === undefined ? [] : [[mode, free]];
  });
  return { modes: Object.fromEntries(entries) };
}

/** Tries each control of a camera and restores what was in force. */
export async function tryControls(camera: TriedCamera, before: CameraSettings): Promise<readonly string[]> {
  const lines: string[] = [];
  try {
    for (const mode of Object.keys(camera.facts.modes) as CameraMode[]) lines.push(await tryMode(camera, mode));
    const { levels = {} } = await camera.set(freeing(camera.facts));
    for (const level of Object.keys(camera.facts.levels) as CameraLevel[])
      lines.push(await tryLevel(camera, level, levels[level]));
  } finally {
    await camera.set({ levels: before.levels ?? {} });
    await camera.set({ modes: before.modes ?? {} });
  }
  return lines;
}
