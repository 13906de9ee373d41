import * as assert from 'uvu/assert';
import {
  type CameraControls,
  type CameraFacts,
  type CameraLevel,
  type CameraMode,
  type CameraSettings,
  cameraLevels,
  type LevelRange,
} from '../../../hal/ports/camera.ts';
import { HalError } from '../../../hal/ports/hal-error.ts';

/** A uvu suite; what imports uvu itself would be run as one. */
type Room = (name: string, run: () => void | Promise<void>) => void;

/** Camera under test. */
interface CameraUnderTest {
  /** Opens the controls of the camera. */
  open(): CameraControls;
  /** Reads the values in force from the device, not through the controls. */
  look(): CameraSettings;
  /** Changes a value without the controls. */
  meddle(): void;
}

const levelNames = ({ levels }: CameraFacts): readonly CameraLevel[] => Object.keys(levels) as CameraLevel[];
const modeNames = ({ modes }: CameraFacts): readonly CameraMode[] => Object.keys(modes) as CameraMode[];

/** Value between both ends of a range. */
function middle({ min, max, step }: LevelRange): number {
  return min + Math.floor((max - min) / step / 2) * step;
}

/** Modes in which every level takes effect. */
function freeing({ modes }: CameraFacts): CameraSettings['modes'] {
  const free = ['exposure', 'whiteBalance', 'focus', 'backlightCompensation', 'wideDynamicRange', 'defogging'] as const;
  const wanted = free.flatMap((mode) => {
    const value = (modes[mode] as readonly string[] | undefined)?.find((one) => one === 'MANUAL' || one === 'ON');
    return value === undefined ? [] : [[mode, value] as const];
  });
  return Object.fromEntries(wanted);
}

function kindOf(action: () => void): string | undefined {
  try {
    action();
  } catch (error) {
    assert.instance(error, HalError);
    return (error as HalError).kind;
  }
  return undefined;
}

const near = (actual: number | undefined, expected: number, what: string): void =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) < 1e-6, `${what}: ${actual} instead of ${expected}`);

/** Whether `one` is automatic and `level` follows it, on a camera that has both. */
const governed = [
  ['exposure', 'exposureTime'],
  ['exposure', 'exposureGain'],
  ['whiteBalance', 'whiteBalanceRed'],
  ['whiteBalance', 'whiteBalanceTemperature'],
  ['focus', 'focus'],
] as const;

async function withControls(
  camera: CameraUnderTest,
  use: (controls: CameraControls) => void | Promise<void>,
): Promise<void> {
  const controls = camera.open();
  try {
    await use(controls);
  } finally {
    controls.close();
  }
}

function addReach(room: Room, camera: CameraUnderTest): void {
  room('have valid ranges, and values in force within them', () =>
    withControls(camera, (controls) => {
      assert.ok(levelNames(controls.facts).length > 5);
      const { levels = {} } = controls.values();
      for (const level of levelNames(controls.facts)) {
        const { min, max, step, initial } = controls.facts.levels[level] as LevelRange;
        assert.ok(min < max && step > 0 && step <= max - min, level);
        assert.ok(initial >= min && initial <= max, `${level} starts in its range`);
        const value = levels[level] ?? Number.NaN;
        assert.ok(value >= min && value <= max, `${level} is ${value}`);
      }
    }),
  );

  room('set every level to both ends and the middle of its range', () =>
    withControls(camera, (controls) => {
      controls.set({ modes: freeing(controls.facts) ?? {} });
      for (const level of levelNames(controls.facts)) {
        const range = controls.facts.levels[level] as LevelRange;
        for (const value of [range.max, range.min, middle(range), range.initial]) {
          controls.set({ levels: { [level]: value } });
          near(camera.look().levels?.[level], value, level);
          near(controls.values().levels?.[level], value, `${level} read back`);
        }
      }
    }),
  );

  room('set every mode to each of its values', () =>
    withControls(camera, (controls) => {
      assert.ok(modeNames(controls.facts).length > 2);
      for (const mode of modeNames(controls.facts)) {
        const offered = controls.facts.modes[mode] ?? [];
        assert.ok(offered.length > 1, `${mode} is a choice`);
        for (const value of [...offered, offered[0]]) {
          controls.set({ modes: { [mode]: value } });
          assert.is(camera.look().modes?.[mode], value, mode);
          assert.is(controls.values().modes?.[mode], value, `${mode} read back`);
        }
      }
    }),
  );

  room('round a value to the nearest step', () =>
    withControls(camera, (controls) => {
      const { min, step } = controls.facts.levels.contrast as LevelRange;
      controls.set({ levels: { contrast: min + step * 3.4 } });
      near(controls.values().levels?.contrast, min + step * 3, 'contrast');
    }),
  );
}

function addRefusals(room: Room, camera: CameraUnderTest): void {
  room('refuse a value out of range with name and range, and set nothing', () =>
    withControls(camera, (controls) => {
      const { min, max, step } = controls.facts.levels.brightness as LevelRange;
      controls.set({ levels: { brightness: min, contrast: (controls.facts.levels.contrast as LevelRange).min } });
      for (const wrong of [max + step, min - step, Number.NaN, Number.POSITIVE_INFINITY]) {
        const { max: contrast } = controls.facts.levels.contrast as LevelRange;
        const wish = { levels: { contrast, brightness: wrong } };
        assert.is(
          kindOf(() => controls.set(wish)),
          'out-of-range',
        );
        assert.throws(
          () => controls.set(wish),
          (error: Error) => error.message.includes('brightness') && error.message.includes(String(max)),
        );
      }
      near(camera.look().levels?.brightness, min, 'brightness');
      near(camera.look().levels?.contrast, (controls.facts.levels.contrast as LevelRange).min, 'contrast');
    }),
  );

  room('refuse controls that the camera lacks', () =>
    withControls(camera, (controls) => {
      const { levels, modes } = controls.facts;
      const absent = cameraLevels.filter((level) => levels[level] === undefined);
      const wishes: readonly CameraSettings[] = [
        ...absent.map((level) => ({ levels: { [level]: 1 } })),
        ...(modes.defogging === undefined ? [{ modes: { defogging: 'ON' } } as const] : []),
        ...(modes.exposurePriority === undefined ? [{ modes: { exposurePriority: 'LowNoise' } } as const] : []),
        { modes: { focus: 'SOMETIMES' as 'AUTO' } },
        { levels: { nothing: 1 } as unknown as NonNullable<CameraSettings['levels']> },
        { modes: { constructor: 'ON' } as unknown as NonNullable<CameraSettings['modes']> },
      ];
      assert.ok(absent.length > 0);
      for (const wish of wishes)
        assert.is(
          kindOf(() => controls.set(wish)),
          'unsupported',
          JSON.stringify(wish),
        );
    }),
  );
}

function addGovernance(room: Room, camera: CameraUnderTest): void {
  for (const [mode, level] of governed)
    room(`${level} waits until ${mode} is no longer automatic`, () =>
      withControls(camera, (controls) => {
        const range = controls.facts.levels[level];
        // Cameras have gains of red and blue, a colour temperature, or both.
        if (range === undefined && mode === 'whiteBalance') return;
        assert.ok(range, level);
        controls.set({ modes: { [mode]: 'MANUAL' }, levels: { [level]: range.min } });
        controls.set({ modes: { [mode]: 'AUTO' } });
        controls.set({ levels: { [level]: middle(range) } });
        assert.is(camera.look().modes?.[mode], 'AUTO');
        controls.set({ modes: { [mode]: 'MANUAL' } });
        near(camera.look().levels?.[level], middle(range), level);
        // Both in one call: the mode frees the level first.
        controls.set({ modes: { [mode]: 'AUTO' } });
        controls.set({ levels: { [level]: range.max }, modes: { [mode]: 'MANUAL' } });
        near(camera.look().levels?.[level], range.max, level);
        controls.set({ modes: { [mode]: 'AUTO' } });
      }),
    );

  room('keep the level of a function that is switched off and on again', () =>
    withControls(camera, (controls) => {
      const range = controls.facts.levels.backlightCompensation as LevelRange;
      controls.set({ modes: { backlightCompensation: 'ON' }, levels: { backlightCompensation: range.max } });
      controls.set({ modes: { backlightCompensation: 'OFF' } });
      assert.is(camera.look().modes?.backlightCompensation, 'OFF');
      assert.is(controls.values().levels?.backlightCompensation, range.max);
      controls.set({ levels: { backlightCompensation: range.min } });
      assert.is(camera.look().modes?.backlightCompensation, 'OFF', 'a level switches nothing on');
      controls.set({ modes: { backlightCompensation: 'ON' } });
      near(camera.look().levels?.backlightCompensation, range.min, 'backlightCompensation');
      controls.set({ modes: { backlightCompensation: 'OFF' } });
    }),
  );
}

function addLife(room: Room, camera: CameraUnderTest): void {
  room('report a change by others', () =>
    withControls(camera, async (controls) => {
      const keepAlive = setTimeout(() => undefined, 5000);
      const before = JSON.stringify(controls.values());
      const told = new Promise<void>((resolve) => controls.onChange(resolve));
      camera.meddle();
      await told;
      clearTimeout(keepAlive);
      assert.is.not(JSON.stringify(controls.values()), before);
    }),
  );

  room('refuse every call once closed, and may be closed twice', () => {
    const controls = camera.open();
    controls.close();
    controls.close();
    for (const action of [() => controls.values(), () => controls.set({}), () => controls.onChange(() => undefined)])
      assert.is(kindOf(action), 'gone');
  });
}

/** Adds the behaviours of the controls of every camera to a suite. */
export function addControlsSuite(room: Room, camera: CameraUnderTest): void {
  addReach(room, camera);
  addRefusals(room, camera);
  addGovernance(room, camera);
  addLife(room, camera);
}
