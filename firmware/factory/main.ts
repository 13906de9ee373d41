import { moveBootFile } from './boot-file.ts';

/**
 * Program of vedette-presets.service in an image, which runs as administrator once there is a file of presets on the boot partition.
 * Usage: main BOOT DATA WIRELESS    folders of the partition and of the camera, file of wpa_supplicant
 */
const [boot = '', data = '', wireless = ''] = process.argv.slice(2);
try {
  const mistakes = await moveBootFile({ boot, data, wireless });
  for (const mistake of mistakes) process.stdout.write(`presets are not taken: ${mistake}\n`);
  if (mistakes.length === 0) process.stdout.write('the presets of this device are taken, and their file is erased\n');
  process.exit(mistakes.length === 0 ? 0 : 1);
} catch (error) {
  process.stderr.write(`presets are not taken: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
