import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openCameraControls } from '../../../hal/camera/controls.ts';
import { virtualLevels, virtualModes, virtualSwitches } from '../../../hal/camera/virtual-table.ts';
import type { CameraControls, CameraLevel, CameraSettings } from '../../../hal/ports/camera.ts';
import { addControlsSuite } from './controls-suite.ts';
import { type Look, ScenePicture } from './scene-picture.ts';

const room = suite('camera controls of the virtual camera');
const picture = new ScenePicture('controls-test');

room.after(() => picture.stop());

function open(): CameraControls {
  const controls = openCameraControls({ driver: 'virtual' }, picture.element);
  assert.ok(controls);
  return controls as CameraControls;
}

const property = (name: string): number => Number(picture.element.get(name));

/** Values in force in the element. */
function seen(): CameraSettings {
  const strengths = virtualSwitches.map((name) => [name, property(nameOf(name))] as const);
  const modes = virtualModes.map(({ mode, property: name, values }) => {
    const found = Object.entries(values).find(([, number]) => number === property(name));
    return [mode, found?.[0]] as const;
  });
  return {
    levels: Object.fromEntries(virtualLevels.map(({ level }) => [level, property(nameOf(level))])),
    modes: Object.fromEntries([...modes, ...strengths.map(([name, value]) => [name, value > 0 ? 'ON' : 'OFF'])]),
  };
}

function nameOf(level: CameraLevel): string {
  return virtualLevels.find((row) => row.level === level)?.property ?? '';
}

addControlsSuite(room, {
  open,
  look: seen,
  // Less light, so that the exposure adapts.
  meddle: () => picture.element.set({ light: String(property('light') === 500 ? 50 : 500) }),
});

type Change = readonly [name: string, settings: CameraSettings, differs: (before: Look, after: Look) => boolean];

const manual = { modes: { exposure: 'MANUAL' } } as const;

/** Settings and their effect on the picture. */
const changes: readonly Change[] = [
  ['more brightness gives a brighter picture', { levels: { brightness: 70 } }, (a, b) => b.luma > a.luma + 20],
  ['less brightness gives a darker picture', { levels: { brightness: 30 } }, (a, b) => b.luma < a.luma - 20],
  ['more contrast gives more variance', { levels: { contrast: 80 } }, (a, b) => b.variance > a.variance * 1.5],
  ['less contrast gives less variance', { levels: { contrast: 20 } }, (a, b) => b.variance < a.variance / 2],
  ['no saturation gives a grey picture', { levels: { colorSaturation: 0 } }, (_, b) => b.colour === 0],
  ['more saturation gives more colour', { levels: { colorSaturation: 100 } }, (a, b) => b.colour > a.colour * 1.5],
  ['more sharpness gives more edges', { levels: { sharpness: 100 } }, (a, b) => b.edges > a.edges * 1.2],
  ['less sharpness gives fewer edges', { levels: { sharpness: 0 } }, (a, b) => b.edges < a.edges * 0.97],
  [
    'a long exposure gives a bright picture',
    { ...manual, levels: { exposureTime: 30_000 } },
    (a, b) => b.luma > a.luma + 20,
  ],
  [
    'a short exposure gives a dark picture',
    { ...manual, levels: { exposureTime: 1000 } },
    (a, b) => b.luma < a.luma / 2,
  ],
  ['a closed iris gives a dark picture', { ...manual, levels: { iris: 12 } }, (a, b) => b.luma < a.luma * 0.7],
  [
    'noise reduction takes edges away, too',
    { levels: { noiseReduction: 100 } },
    (a, b) => b.edges < a.edges * 0.99 && Math.abs(b.luma - a.luma) < 2,
  ],
  ['gain gives a bright picture', { ...manual, levels: { exposureGain: 12 } }, (a, b) => b.luma > a.luma + 20],
  [
    'red gain gives a red picture',
    { modes: { whiteBalance: 'MANUAL' }, levels: { whiteBalanceRed: 150 } },
    (a, b) => b.red > a.red + 10 && Math.abs(b.blue - a.blue) < 1,
  ],
  [
    'blue gain gives a blue picture',
    { modes: { whiteBalance: 'MANUAL' }, levels: { whiteBalanceBlue: 150 } },
    (a, b) => b.blue > a.blue + 10 && Math.abs(b.red - a.red) < 1,
  ],
  [
    'backlight compensation gives a brighter picture',
    { modes: { backlightCompensation: 'ON' }, levels: { backlightCompensation: 100 } },
    (a, b) => b.luma > a.luma + 10,
  ],
  [
    'wide dynamic range brightens dark parts more than bright ones',
    { modes: { wideDynamicRange: 'ON' }, levels: { wideDynamicRange: 100 } },
    (a, b) => b.luma > a.luma + 10 && b.variance < a.variance,
  ],
  ['defogging gives more variance', { modes: { defogging: 'ON' } }, (a, b) => b.variance > a.variance * 1.1],
  [
    'a picture out of focus has fewer edges',
    { modes: { focus: 'MANUAL' }, levels: { focus: 0 } },
    (a, b) => b.edges < a.edges / 2,
  ],
  ['a picture without infrared filter has no colours', { modes: { irCutFilter: 'OFF' } }, (_, b) => b.colour === 0],
];

for (const [name, settings, differs] of changes)
  room(name, async () => {
    picture.element.set({ light: '500', infrared: '0' });
    const controls = open();
    controls.set(settingsAtStart);
    const before = await picture.look(25);
    controls.set(settings);
    const after = await picture.look();
    assert.ok(differs(before, after), `${JSON.stringify(before)} → ${JSON.stringify(after)}`);
    controls.set(settingsAtStart);
    controls.close();
  });

/** Initial settings of the camera. */
const settingsAtStart: CameraSettings = {
  modes: {
    exposure: 'AUTO',
    whiteBalance: 'AUTO',
    focus: 'AUTO',
    irCutFilter: 'ON',
    backlightCompensation: 'OFF',
    wideDynamicRange: 'OFF',
    defogging: 'OFF',
  },
  levels: { brightness: 50, contrast: 50, colorSaturation: 50, sharpness: 50 },
  exposureWindow: { left: 0, top: 0, right: 1, bottom: 1 },
};

room('automatic exposure keeps the picture bright at dusk, until the light is too low', async () => {
  const controls = open();
  controls.set(settingsAtStart);
  picture.element.set({ light: '500' });
  const day = await picture.look(40);
  controls.set({ modes: { exposure: 'MANUAL' } });
  picture.element.set({ light: '20' });
  assert.ok((await picture.look(4)).luma < day.luma / 2, 'dark with the exposure of the day');
  controls.set({ modes: { exposure: 'AUTO' } });
  const dusk = await picture.look(40);
  assert.ok(Math.abs(dusk.luma - day.luma) < 3, `${dusk.luma} at dusk, ${day.luma} by day`);
  const { exposureTime = 0, exposureGain = 0 } = controls.values().levels ?? {};
  assert.ok(exposureTime > 16_000 && exposureGain > 10, `${exposureTime} µs, ${exposureGain} dB`);
  picture.element.set({ light: '0.1' });
  assert.ok((await picture.look(40)).luma < day.luma / 2);
  controls.close();
});

room('adds noise with gain, which noise reduction takes away', async () => {
  const controls = open();
  controls.set({ ...settingsAtStart, ...manual, levels: { exposureTime: 10_000, exposureGain: 0 } });
  picture.element.set({ light: '500' });
  assert.is(await picture.noise(), 0, 'no gain, no noise');
  // The light of a thirtieth and a gain of thirty times: as bright as before.
  picture.element.set({ light: '16' });
  controls.set({ levels: { exposureGain: 30 } });
  const noisy = await picture.noise();
  assert.ok(noisy > 6, String(noisy));
  controls.set({ levels: { noiseReduction: 100 } });
  const calm = await picture.noise();
  assert.ok(calm < noisy / 3, `${calm} of ${noisy}`);
  picture.element.set({ light: '500' });
  controls.set({ ...settingsAtStart, levels: { noiseReduction: 0, exposureGain: 0 } });
  controls.close();
});

room('blurs what moves while it exposes', async () => {
  const controls = open();
  const exposed = async (time: number): Promise<number> => {
    // The same product of light and time: the pictures are equally bright.
    picture.element.set({ light: String(5_000_000 / time) });
    controls.set({
      ...settingsAtStart,
      modes: { exposure: 'MANUAL' },
      levels: { exposureTime: time, exposureGain: 0 },
    });
    await picture.look(4);
    return picture.smeared();
  };
  const [short, long] = [await exposed(500), await exposed(50_000)];
  assert.ok(long > 2000 && short < long / 5, `${short} pixels at 0.5 ms, ${long} at 50 ms`);
  picture.element.set({ light: '500' });
  controls.set(settingsAtStart);
  controls.close();
});

room('keeps the automatic exposure within its limits, and prefers time to noise where told so', async () => {
  const controls = open();
  const settled = async (): Promise<{ readonly time: number; readonly gain: number }> => {
    await picture.look(40);
    const { exposureTime = 0, exposureGain = 0 } = controls.values().levels ?? {};
    return { time: exposureTime, gain: exposureGain };
  };
  controls.set(settingsAtStart);
  picture.element.set({ light: '50' });
  const usual = await settled();
  assert.ok(usual.time > 16_000 && usual.gain > 12, JSON.stringify(usual));
  controls.set({ modes: { exposurePriority: 'LowNoise' } });
  const quiet = await settled();
  assert.ok(quiet.time > 90_000 && quiet.gain < 1, JSON.stringify(quiet));
  controls.set({ levels: { maxExposureTime: 5000 } });
  const sharp = await settled();
  assert.ok(sharp.time <= 5000 && sharp.gain > 20, JSON.stringify(sharp));
  controls.set({ levels: { maxExposureGain: 6 } });
  assert.ok((await settled()).gain <= 6);
  picture.element.set({ light: '500' });
  controls.set({ modes: { exposurePriority: 'FrameRate' }, levels: { maxExposureTime: 100_000, maxExposureGain: 36 } });
  controls.close();
});

room('shows infrared light while the filter is out, as an automatic filter is in the dark', async () => {
  const controls = open();
  controls.set({ ...settingsAtStart, modes: { ...settingsAtStart.modes, irCutFilter: 'AUTO' } });
  picture.element.set({ light: '500', infrared: '0' });
  const day = await picture.look(40);
  assert.ok(day.colour > 1);
  picture.element.set({ light: '0.1', infrared: '100' });
  const night = await picture.look(40);
  assert.is(night.colour, 0);
  assert.ok(Math.abs(night.luma - day.luma) < 3);
  controls.set({ modes: { irCutFilter: 'ON' } });
  assert.ok((await picture.look(40)).luma < day.luma / 2);
  picture.element.set({ light: '500', infrared: '0' });
  controls.set(settingsAtStart);
  controls.close();
});

room('meters exposure in the exposure window', async () => {
  const controls = open();
  controls.set(settingsAtStart);
  const whole = await picture.look(40);
  // The sky is the brightest part of the scene.
  controls.set({ exposureWindow: { left: 0, top: 0, right: 1, bottom: 0.2 } });
  const sky = await picture.look(40);
  assert.ok(sky.luma < whole.luma - 8, `${sky.luma} instead of ${whole.luma}`);
  for (const [left, right] of [[0.5, 0.5] as const, [-0.1, 0.5] as const, [0.5, 1.1] as const])
    assert.throws(() => controls.set({ exposureWindow: { left, right, top: 0, bottom: 1 } }), /exposure window/);
  controls.set(settingsAtStart);
  controls.close();
});

room('starts manual exposure with the automatic values', async () => {
  const controls = open();
  controls.set(settingsAtStart);
  picture.element.set({ light: '100' });
  const before = await picture.look(40);
  controls.set({ modes: { exposure: 'MANUAL' } });
  assert.ok(Math.abs((await picture.look(5)).luma - before.luma) < 2);
  picture.element.set({ light: '500' });
  assert.ok((await picture.look(20)).luma > before.luma + 10, 'nothing follows the light');
  controls.set(settingsAtStart);
  controls.close();
});

room('keeps values across pipelines, and not for the pipeline of another camera', async () => {
  const first = new ScenePicture('controls-first');
  const controls = openCameraControls({ driver: 'virtual' }, first.element);
  first.stop();
  controls?.set({ levels: { colorSaturation: 0 } });
  // The pipeline is reused.
  const second = new ScenePicture('controls-second');
  openCameraControls({ driver: 'virtual' }, second.element)?.close();
  controls?.set({ levels: { brightness: 100 } });
  const look = await second.look();
  assert.ok(look.colour > 1 && look.luma < 200, JSON.stringify(look));
  const again = new ScenePicture('controls-first');
  controls?.started();
  const then = await again.look();
  assert.ok(then.colour === 0 && then.luma > 200, JSON.stringify(then));
  controls?.close();
  again.stop();
  second.stop();
});

room.run();
