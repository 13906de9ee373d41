import { z } from 'zod';
import { moduleTypes } from './modules/module-types.ts';

/** A rule or a module as it is stored. Its type may be one that this firmware does not know. */
export interface StoredConfig {
  readonly name: string;
  readonly type: string;
  /** Values of the parameters by their names; one that is missing or of another form is the default. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Analytics of one video source (tt:VideoAnalyticsConfiguration). */
export interface AnalyticsConfiguration {
  readonly token: string;
  readonly name: string;
  /** Token of the video source. */
  readonly source: string;
  /** One of each type. */
  readonly modules: readonly StoredConfig[];
  readonly rules: readonly StoredConfig[];
}

/** Characters of a name at most. */
export const longestName = 64;

/** Rules and modules that are kept at most, those of unknown types included. */
export const mostConfigs = 128;

const config: z.ZodType<StoredConfig> = z.object({
  name: z.string().min(1).max(longestName),
  type: z.string().max(128),
  parameters: z.record(z.string().max(64), z.unknown()),
});

function isUnique(all: readonly StoredConfig[]): boolean {
  return new Set(all.map(({ name }) => name)).size === all.length;
}

const configs = z.array(config).max(mostConfigs).refine(isUnique, { message: 'a name twice' });

/** Schema of the rules of a configuration. */
export const storedRules: z.ZodType<readonly StoredConfig[]> = configs;

/** Modules of a fresh device. */
export const defaultModules: readonly StoredConfig[] = moduleTypes.map(({ type, name }) => ({
  name,
  type,
  parameters: {},
}));

/** Schema of the modules; those of a later firmware are added. */
export const storedModules: z.ZodType<readonly StoredConfig[]> = configs.transform((stored) => [
  ...stored,
  ...defaultModules.filter(({ type }) => !stored.some((one) => one.type === type)),
]);

/** Rules of a fresh device: motion anywhere, and in a region that is the whole picture. */
export const defaultRules: readonly StoredConfig[] = [
  { name: 'Motion', type: 'tt:CellMotionDetector', parameters: {} },
  { name: 'Region', type: 'tt:MotionRegionDetector', parameters: {} },
];
