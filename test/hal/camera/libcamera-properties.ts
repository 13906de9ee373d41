import type { ElementProperty } from '../../../hal/native/addon.ts';

const afMode: ElementProperty = { name: 'af-mode', values: ['manual', 'auto', 'continuous'] };
const automatic = ['auto', 'manual'] as const;

/** Controls of 0.4, as `exposed_controls` of its generator lists them; numbers have the ranges of their types. */
const since04: readonly ElementProperty[] = [
  { name: 'ae-enable' },
  { name: 'ae-metering-mode', values: ['centre-weighted', 'spot', 'matrix', 'custom'] },
  { name: 'ae-constraint-mode', values: ['normal', 'highlight', 'shadows', 'custom'] },
  { name: 'ae-exposure-mode', values: ['normal', 'short', 'long', 'custom'] },
  { name: 'exposure-value' },
  { name: 'exposure-time', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  { name: 'analogue-gain' },
  { name: 'ae-flicker-period', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 },
  { name: 'brightness' },
  { name: 'contrast' },
  { name: 'awb-enable' },
  { name: 'awb-mode' },
  { name: 'colour-gains' },
  { name: 'saturation' },
  { name: 'sharpness' },
  { name: 'colour-correction-matrix' },
  { name: 'scaler-crop' },
  { name: 'digital-gain' },
  afMode,
  { name: 'af-range' },
  { name: 'af-speed' },
  { name: 'af-metering' },
  { name: 'af-windows' },
  { name: 'lens-position' },
  { name: 'gamma' },
];

/** Properties of libcamerasrc for the controls of a camera, by the version that brought them. */
const versions: readonly { readonly since: readonly [number, number]; readonly has: readonly ElementProperty[] }[] = [
  { since: [0, 0], has: [] },
  {
    since: [0, 1],
    has: [{ name: 'auto-focus-mode', values: ['manual-focus', 'automatic-auto-focus', 'continuous-auto-focus'] }],
  },
  { since: [0, 4], has: since04 },
  {
    since: [0, 5],
    has: [
      ...since04,
      { name: 'exposure-time-mode', values: automatic },
      { name: 'analogue-gain-mode', values: automatic },
    ],
  },
];

/** Properties of libcamerasrc for the controls of a camera in a version, e.g. `0.5.2+rpt20250903`. */
export function libcameraProperties(version: string): readonly ElementProperty[] {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const reached = versions.filter(({ since }) => major > since[0] || (major === since[0] && minor >= since[1]));
  return reached.at(-1)?.has ?? [];
}

/** Names that some version has. */
export const everyProperty: ReadonlySet<string> = new Set(versions.flatMap(({ has }) => has.map(({ name }) => name)));
