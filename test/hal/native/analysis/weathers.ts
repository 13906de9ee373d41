import type { Weather } from './scene.ts';

export type WeatherName =
  | 'calm'
  | 'noise 6'
  | 'night 9'
  | 'night 7'
  | 'cloud'
  | 'moving shadow'
  | 'lamp'
  | 'corner lamp'
  | 'flicker'
  | 'exposure steps'
  | 'rain'
  | 'tree'
  | 'headlights'
  | 'shake'
  | 'infrared';

type Light = NonNullable<Weather['light']>;

const still =
  (deviation: number): Weather['noise'] =>
  () =>
    deviation;

/** Light of the whole picture: a gain and an offset. */
const whole =
  (gain: (time: number) => number, offset: (time: number) => number = () => 0): Light =>
  (picture, time) => {
    const [by, more] = [gain(time), offset(time)];
    if (by === 1 && more === 0) return;
    for (let i = 0; i < picture.length; i += 1) picture[i] = (picture[i] ?? 0) * by + more;
  };

/** Light of a part of the picture. */
const local =
  (gainAt: (x: number, y: number, time: number) => number): Light =>
  (picture, time, { width }) => {
    for (let i = 0; i < picture.length; i += 1)
      picture[i] = (picture[i] ?? 0) * gainAt(i % width, Math.floor(i / width), time);
  };

const ramp = (time: number, begin: number, length: number): number => Math.min(1, Math.max(0, (time - begin) / length));

/** A soft shadow 110 wide that crosses in about 18 s. */
const cloudShadow = local((x, _, time) => {
  const far = Math.abs(x - (((time * 25) % 560) - 120));
  return far > 85 ? 1 : 1 - 0.4 * Math.min(1, (85 - far) / 30);
});

const corner = local((x, y, time) => {
  const far = Math.hypot(x - 40, y - 30) / 90;
  return Math.floor(time / 8) % 2 === 1 && far < 1 ? 1 + 0.9 * (1 - far) : 1;
});

const rain: Light = (picture, _, { width, height }, random) => {
  for (let streak = 0; streak < 70; streak += 1) {
    const x = Math.floor(random() * width);
    const y = Math.floor(random() * (height - 10));
    for (let i = 0; i < 9; i += 1) picture[(y + i) * width + x] = (picture[(y + i) * width + x] ?? 0) + 70;
  }
};

/** A crown of leaves 46 wide whose parts sway by up to two pixels. */
const tree: NonNullable<Weather['street']> = (picture, time, { luma }, { width }) => {
  for (let y = 20; y < 74; y += 1)
    for (let x = 250; x < 296; x += 1) {
      const sway = 1.6 * Math.sin(time * 2.1 + y / 9) + 0.8 * Math.sin(time * 5.3 + x / 5);
      const leaf = Math.sin((x + sway) * 0.9) * Math.sin(y * 0.8) * 26;
      picture[y * width + x] = (luma[(y + 90) * width + x] ?? 0) * 0.6 + 20 + leaf;
    }
};

/** Two spots that go along the street each twelve seconds. */
const headlights = local((x, y, time) => {
  const place = (time % 12) * 70 - 60;
  const far = Math.min(Math.hypot((x - place) / 38, (y - 125) / 14), Math.hypot((x - place - 46) / 38, (y - 128) / 14));
  return far < 1 ? 1 + 0.9 * (1 - far * far) : 1;
});

export const infraredAt = 8;

/** Dark while the filter moves, then bright until the exposure found its place. */
const infrared: NonNullable<Weather['street']> = (picture, time, street, { width, height }) => {
  if (time < infraredAt) return;
  const past = time - infraredAt;
  const exposure = past < 0.3 ? 0.15 : 1 + 0.6 * (1 - ramp(past, 0.3, 0.8));
  for (let y = 0; y < height; y += 1) {
    const down = (y / height - 0.5) ** 2;
    for (let x = 0; x < width; x += 1) {
      const lamp = 1.15 - 1.1 * ((x / width - 0.5) ** 2 + down);
      picture[y * width + x] = (street.infrared[y * width + x] ?? 0) * exposure * lamp;
    }
  }
};

const cloud = whole((time) => 1 - 0.35 * (0.5 - 0.5 * Math.cos(time / 3)));

export const weathers: Readonly<Record<WeatherName, Weather>> = {
  calm: { noise: still(2) },
  'noise 6': { noise: still(6) },
  'night 9': {
    noise: still(9),
    light: whole(
      () => 0.4,
      () => 8,
    ),
  },
  'night 7': {
    noise: still(7),
    light: whole(
      () => 0.55,
      () => 8,
    ),
  },
  cloud: { noise: still(2), light: cloud },
  'moving shadow': { noise: still(2), light: cloudShadow },
  lamp: {
    noise: still(2),
    light: whole(
      (time) => (Math.floor(time / 7) % 2 ? 1.25 : 1),
      (time) => (Math.floor(time / 7) % 2 ? 14 : 0),
    ),
  },
  'corner lamp': { noise: still(2), light: corner },
  flicker: { noise: still(2), light: whole((time) => 1 + 0.07 * Math.sin(time * 41)) },
  'exposure steps': { noise: still(2), light: whole((time) => [1, 0.8, 1.15, 0.9][Math.floor(time / 4) % 4] ?? 1) },
  rain: { noise: still(3), light: rain },
  tree: { noise: still(2), street: tree },
  headlights: { noise: still(2), light: headlights },
  shake: { noise: still(2), shift: (random) => [Math.floor(random() * 3) - 1, Math.floor(random() * 3) - 1] },
  infrared: { noise: (time) => (time < infraredAt ? 3 : 5), street: infrared },
};
