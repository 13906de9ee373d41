import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import type { VideoSourceFact } from '../../hal/boards/facts/camera.ts';
import { CameraSettingsFollower } from '../../hal/gstreamer/capture/camera-follower.ts';
import { openVideoCapture, type VideoCapture } from '../../hal/gstreamer/capture/capture.ts';
import { engineLimits } from '../../hal/gstreamer/pipeline/engine-limits.ts';
import { addon } from '../../hal/native/addon.ts';
import type { CameraFacts, CameraSettings } from '../../hal/ports/camera.ts';
import { type MediaEngineEvent, noMasks, type VideoSourceState } from '../../hal/ports/media-engine.ts';
import { patient } from '../../hal/system/patience.ts';
import { tryControls } from './control-trials.ts';
import { result, type Section } from './report-text.ts';

/** Time (ms) to the first picture, of the measurement, and for a setting to be reported. */
const times = { first: patient(15_000), measured: 2000, setting: patient(700) } as const;

/** Camera that runs for the report, and what it told. */
interface Running {
  readonly capture: VideoCapture;
  readonly state: VideoSourceState;
  readonly notes: string[];
  readonly facts: CameraFacts | undefined;
  readonly values: CameraSettings;
}

interface LogLine {
  readonly level: number;
  readonly msg?: string;
  readonly reason?: string;
  readonly err?: { readonly message?: string };
}

function noteOf(text: string): string {
  const { level, msg = '', reason = '', err } = JSON.parse(text) as LogLine;
  const detail = [reason, err?.message ?? ''].filter((part) => part !== '').join('; ');
  return `- ${level >= 40 ? 'warning' : 'log'}: ${msg}${detail === '' ? '' : ` (${detail})`}`;
}

function open({ id, camera, width, height, frameRate }: VideoSourceFact): Running {
  const state = { id, width, height, frameRate, masks: noMasks };
  // The report shows no picture.
  addon.setMasks(id, noMasks);
  const notes: string[] = [];
  const log = pino({ level: 'info' }, { write: (text) => notes.push(noteOf(text)) });
  const seen: { facts?: CameraFacts; values: CameraSettings } = { values: {} };
  const onEvent = (event: MediaEngineEvent): void => {
    if (event.kind !== 'camera') return;
    seen.facts = event.facts;
    seen.values = event.values;
  };
  const follower = new CameraSettingsFollower({ camera, state, log, onEvent });
  const capture = openVideoCapture(camera, state, { limits: engineLimits, log, onEvent }, follower);
  return {
    capture,
    state,
    notes,
    get facts() {
      return seen.facts;
    },
    get values() {
      return seen.values;
    },
  };
}

async function measure({ id, width, height, frameRate }: VideoSourceState): Promise<string> {
  const end = performance.now() + times.first;
  while (addon.progress(id) === 0 && performance.now() < end) await wait(50);
  if (addon.progress(id) === 0) return result(`${width}x${height} at ${frameRate}`, false, 'no picture');
  const [before, from] = [addon.progress(id), performance.now()];
  await wait(times.measured);
  const rate = ((addon.progress(id) - before) * 1000) / (performance.now() - from);
  const works = Math.abs(rate - frameRate) < frameRate * 0.1;
  return result(`${width}x${height} at ${frameRate}`, works, `${rate.toFixed(1)} pictures per second`);
}

type Named = Readonly<Record<string, unknown>>;

function holds(values: Named | undefined, wanted: Named | undefined): boolean {
  return Object.entries(wanted ?? {}).every(([name, value]) => values?.[name] === value);
}

/** Whether the values in force contain the settings. */
function contains({ levels, modes }: CameraSettings, settings: CameraSettings): boolean {
  return holds(levels, settings.levels) && holds(modes, settings.modes);
}

async function setAndRead(running: Running, settings: CameraSettings): Promise<CameraSettings> {
  running.capture.apply({ ...running.state, settings });
  const end = performance.now() + times.setting;
  // The camera reports a change soon; a setting that it refuses is never reported.
  while (!contains(running.values, settings) && performance.now() < end) await wait(25);
  return running.values;
}

async function tryCamera(source: VideoSourceFact): Promise<readonly string[]> {
  const running = open(source);
  const end = running.capture.use();
  try {
    const measured = await measure(running.state);
    const { facts, values } = running;
    const head = [`#### ${source.id}: ${source.camera.driver}`, measured];
    if (facts === undefined) return [...head, ...running.notes];
    const controls = await tryControls({ facts, set: (settings) => setAndRead(running, settings) }, values);
    return [...head, ...controls, ...running.notes];
  } finally {
    end();
    running.capture.close();
  }
}

/** Cameras of the board: rate of pictures, each control set and read back, messages of the driver. */
export function cameraSection(board: Board): Section {
  return {
    title: 'Cameras',
    lines: async () => {
      const lines: string[] = [];
      for (const source of board.sources) lines.push(...(await tryCamera(source)));
      return lines;
    },
  };
}
