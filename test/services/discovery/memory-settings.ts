import type { Section, Settings } from '../../../services/settings/section.ts';

/** Settings that outlive their service as a disk would: every value goes through JSON and the owner's decoder. */
export function memorySettings(stored: Map<string, string> = new Map()): Settings {
  return {
    section<T>(name: string, decode: (value: unknown) => T, initial: T): Section<T> {
      const text = stored.get(name);
      let value = text === undefined ? initial : decode(JSON.parse(text));
      return {
        get: () => value,
        async set(next) {
          await new Promise((resolve) => setImmediate(resolve));
          stored.set(name, JSON.stringify(next));
          value = next;
        },
      };
    },
  };
}
