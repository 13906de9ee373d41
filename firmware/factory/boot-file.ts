import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder, writeSynced } from '../storage/atomic-file.ts';
import { eraseFile } from './erase.ts';
import { areMistakes, parsePresets } from './presets.ts';
import { presetsName } from './take-presets.ts';
import { wirelessConfiguration } from './wireless.ts';

/** File beside the presets in which a person with a card reader finds their mistakes. */
const mistakesName = 'vedette-mistakes.txt';

interface BootFileOptions {
  /** Folder of the boot partition. */
  readonly boot: string;
  /** Data folder of the camera, whose owner gets the presets. */
  readonly data: string;
  /** Configuration of wpa_supplicant. */
  readonly wireless: string;
}

/** Writes a file, synced; its name appears when it is whole. */
async function place(
  path: string,
  text: string,
  owner?: { readonly uid: number; readonly gid: number },
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.new`;
  await writeSynced(temporary, Buffer.from(text));
  if (owner !== undefined) await chown(temporary, owner.uid, owner.gid);
  await rename(temporary, path);
  await syncFolder(path);
}

/**
 * Moves the presets from the boot partition to where they are used: the wireless network to the system, the rest to the camera. Every step may
 * be repeated after a power cut; the file is erased last. Resolves with the texts of its mistakes, with which nothing is moved.
 */
export async function moveBootFile({ boot, data, wireless }: BootFileOptions): Promise<readonly string[]> {
  const file = join(boot, presetsName);
  const presets = parsePresets(await readFile(file, 'utf8'));
  const told = join(boot, mistakesName);
  if (areMistakes(presets)) {
    const text = `The camera has not taken ${presetsName}:\r\n${presets.join('\r\n')}\r\n`;
    await writeFile(told, text);
    return presets;
  }
  const { wifi, ...rest } = presets;
  if (wifi !== undefined) await place(wireless, wirelessConfiguration(wifi));
  if (Object.keys(rest).length > 0) await place(join(data, presetsName), JSON.stringify(rest), await stat(data));
  await eraseFile(file);
  await rm(told, { force: true });
  return [];
}
