import { z } from 'zod';
import { type SettingDefinition, setting } from '../settings/setting.ts';
import { type ImagingValues, noValues, valuesSchema } from './values.ts';

/** Imaging of one video source, as it is stored. */
export interface SourceImaging {
  readonly values: ImagingValues;
  /** Values that hold by day or by night only, on top of the others: an extension that the wire does not know. */
  readonly day?: ImagingValues;
  readonly night?: ImagingValues;
  /** Token of the preset that was applied last. */
  readonly preset?: string;
  /** Values of the user, which the preset `Custom` brings back. */
  readonly custom?: ImagingValues;
}

export type StoredImaging = Readonly<Record<string, SourceImaging>>;

export const nothingStored: SourceImaging = { values: noValues };

const source = z.object({
  values: valuesSchema,
  day: valuesSchema.exactOptional(),
  night: valuesSchema.exactOptional(),
  preset: z.string().exactOptional(),
  custom: valuesSchema.exactOptional(),
});

/** Imaging settings by video source. */
export const imagingSetting: SettingDefinition<StoredImaging> = setting({
  name: 'imaging',
  version: 1,
  schema: z.record(z.string(), source),
  initial: {},
  reset: 'soft',
  secret: false,
  backup: true,
});
