import type { Section, Settings } from '../settings/section.ts';

/** Values of tt:DiscoveryMode. */
export type DiscoveryMode = 'Discoverable' | 'NonDiscoverable';

/** What discovery keeps over a restart. */
export interface Memory {
  readonly mode: DiscoveryMode;
  /** Grows when types, scopes or addresses change, never falls (xs:unsignedInt). */
  readonly metadataVersion: number;
  /** Digest of what `metadataVersion` stands for. */
  readonly metadata: string;
  /** AppSequence/@InstanceId of the newest start. */
  readonly instanceId: number;
}

const initial: Memory = { mode: 'Discoverable', metadataVersion: 0, metadata: '', instanceId: 0 };

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff;
}

function decode(stored: unknown): Memory {
  if (typeof stored !== 'object' || stored === null) throw new Error('not an object');
  const { mode, metadataVersion, metadata, instanceId } = stored as Readonly<Record<string, unknown>>;
  if (mode !== 'Discoverable' && mode !== 'NonDiscoverable') throw new Error('mode is no tt:DiscoveryMode');
  if (!isCount(metadataVersion) || !isCount(instanceId)) throw new Error('a counter is out of range');
  if (typeof metadata !== 'string') throw new Error('metadata is not a string');
  return { mode, metadataVersion, metadata, instanceId };
}

export function openMemory(settings: Settings): Section<Memory> {
  return settings.section('discovery', decode, initial);
}
