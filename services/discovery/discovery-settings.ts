import { z } from 'zod';
import { type Setting, type SettingDefinition, type Settings, setting } from '../settings/setting.ts';
import { keptIfPossible } from '../settings/storage-error.ts';

/** Values of tt:DiscoveryMode. */
export type DiscoveryMode = 'Discoverable' | 'NonDiscoverable';

/** State of discovery that is kept over a restart. */
export interface DiscoveryState {
  readonly mode: DiscoveryMode;
  /** Grows when types, scopes or addresses change, never falls (xs:unsignedInt). */
  readonly metadataVersion: number;
  /** Digest of what `metadataVersion` stands for. */
  readonly metadata: string;
  /** AppSequence/@InstanceId of the newest start. */
  readonly instanceId: number;
}

/** xs:unsignedInt */
const count = z.int().min(0).max(0xffff_ffff);

export const discoverySetting: SettingDefinition<DiscoveryState> = setting({
  name: 'discovery',
  version: 1,
  schema: z.object({
    mode: z.enum(['Discoverable', 'NonDiscoverable']),
    metadataVersion: count,
    metadata: z.string(),
    instanceId: count,
  }),
  initial: { mode: 'Discoverable', metadataVersion: 0, metadata: '', instanceId: 0 },
  reset: 'soft',
  secret: false,
  backup: true,
  // Clients take what counts down for old news.
  carry: (present, { mode }) => ({ ...present, mode }),
});

type Counters = Omit<DiscoveryState, 'mode'>;

/** The state of discovery. Its counters go on in memory where the storage fails: clients take what counts down for old news. */
export class StoredDiscoveryState {
  readonly #setting: Setting<DiscoveryState>;
  #counters: Counters;

  constructor(settings: Settings) {
    this.#setting = settings.open(discoverySetting);
    this.#counters = this.#setting.get();
  }

  get(): DiscoveryState {
    return { ...this.#counters, mode: this.#setting.get().mode };
  }

  async setMode(mode: DiscoveryMode): Promise<void> {
    await this.#setting.change(() => ({ ...this.#counters, mode }));
  }

  /** Rejects never for what the storage does. */
  async count(next: Partial<Counters>): Promise<void> {
    this.#counters = { ...this.#counters, ...next };
    await keptIfPossible(this.#setting.change(({ mode }) => ({ ...this.#counters, mode })));
  }
}
