import type { OperationTable } from '../schema/operation-table.ts';
import type { SettingDefinition } from '../settings/setting.ts';
import type { Feature } from '../soap/feature.ts';
import { type Handlers, notOffered, type OperationMap } from '../soap/service.ts';
import { absentFeatures, mediaFeatures } from './features.ts';
import type { MediaService } from './kind.ts';
import type { FeatureParts, FeaturePlan, WithWord } from './media-feature.ts';

/** An open feature whose types are erased: `MediaFeature` vouches for them. */
export interface ErasedFeature extends Readonly<Record<MediaService, Feature<object, object>>> {
  readonly plan?: FeaturePlan;
}

interface ErasedMediaFeature {
  readonly setting: SettingDefinition<unknown>;
  open(parts: FeatureParts): ErasedFeature;
}

const features: readonly ErasedMediaFeature[] = mediaFeatures;

/** Sections of the persistent settings that features have. */
export const featureSettings: readonly SettingDefinition<unknown>[] = features.map(({ setting }) => setting);

export function openFeatures(parts: FeatureParts): readonly ErasedFeature[] {
  return features.map((feature) => feature.open(parts));
}

type WordOf<One> = One extends { readonly word: infer Word extends string } ? Word : never;

/** Operations of all features, offered or absent, that a service has. */
type FeatureOperations<Operations> = WithWord<
  Operations,
  WordOf<(typeof mediaFeatures)[number] | (typeof absentFeatures)[number]>
>;

/**
 * Handlers of the features, and the reason of each operation that has none.
 * @param table operations of the service
 */
export function featureOperations<Operations extends OperationMap<Operations>>(
  service: MediaService,
  opened: readonly ErasedFeature[],
  table: OperationTable,
): Pick<Handlers<Operations>, FeatureOperations<Operations>> {
  const refused = Object.keys(table).flatMap((name) => {
    const absent = absentFeatures.find(({ word }) => name.includes(word));
    return absent === undefined ? [] : [[name, notOffered(absent.reason)]];
  });
  return Object.assign(Object.fromEntries(refused), ...opened.map((feature) => feature[service].handlers));
}

/** Capabilities that the features add to those of a service. */
export function featureCapabilities(service: MediaService, opened: readonly ErasedFeature[]): object {
  return Object.assign({}, ...opened.map((feature) => feature[service].capabilities));
}
