import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Setting } from '../../services/settings/setting.ts';
import { readIfThere } from '../storage/atomic-file.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import { eraseFile } from './erase.ts';
import type { FactoryFacts } from './factory-setting.ts';

/** Name of the file of presets, on the boot partition and in the data folder. */
export const presetsName = 'vedette.yaml';

interface TakeOptions {
  /** Folder in which the file may be. */
  readonly folder: string;
  readonly settings: SettingsStore;
  readonly factory: Setting<FactoryFacts>;
  readonly log: {
    info(fields: object, text: string): void;
    error(fields: object, text: string): void;
  };
}

/** Texts of the mistakes of a file; none when its presets are in force. */
async function take({ settings }: TakeOptions, text: string, hash: string): Promise<readonly string[]> {
  // The reader's libraries cost memory that a camera without presets need not spend.
  const { areMistakes, parsePresets } = await import('./presets.ts');
  const { applyPresets, PresetError } = await import('./apply-presets.ts');
  const presets = parsePresets(text);
  if (areMistakes(presets)) return presets;
  try {
    await applyPresets(settings, presets, hash);
    return [];
  } catch (error) {
    if (error instanceof PresetError) return [error.message];
    throw error;
  }
}

/**
 * Takes the presets of this device from a file, all or none, and erases the file. A file with mistakes stays as it is, each mistake is a line
 * of the log, and the camera starts without it. Nothing here keeps a camera from starting.
 */
export async function takePresets(options: TakeOptions): Promise<void> {
  const { folder, factory, log } = options;
  const file = join(folder, presetsName);
  try {
    const bytes = await readIfThere(file);
    if (bytes === undefined) return;
    const text = bytes.toString();
    const hash = createHash('sha256').update(bytes).digest('hex');
    const mistakes = factory.get().taken === hash ? [] : await take(options, text, hash);
    for (const mistake of mistakes) log.error({ file }, `presets are not taken: ${mistake}`);
    if (mistakes.length > 0) return;
    await eraseFile(file);
    log.info({ file }, 'the presets of this device are taken, and their file is erased');
  } catch (error) {
    log.error(
      { file, err: error },
      'presets could not be taken whole: look whether their file, with its password, is still there',
    );
  }
}
