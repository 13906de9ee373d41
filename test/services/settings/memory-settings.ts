import { decodeStored } from '../../../services/settings/decode-stored.ts';
import type { Settings } from '../../../services/settings/setting.ts';
import { StoredSetting } from '../../../services/settings/stored-setting.ts';

/** Settings that outlive their service as a disk would: every value goes through JSON and the owner's schema. */
export function memorySettings(stored: Map<string, string> = new Map()): Settings {
  return {
    open(definition) {
      const { name, version, initial } = definition;
      const text = stored.get(name);
      const value = text === undefined ? initial : decodeStored(definition, { version, value: JSON.parse(text) });
      const write = async (next: unknown): Promise<void> => {
        await new Promise((resolve) => setImmediate(resolve));
        stored.set(name, JSON.stringify(next));
      };
      return new StoredSetting(definition, { value }, write, (error) => {
        throw error;
      });
    },
  };
}
