import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Report } from './report.ts';
import { makeDisk, Site } from './site.ts';
import { story } from './story.ts';

/**
 * Lets clients live through updates of an emulated camera.
 * Usage: node dist/test/image/main.js IMAGES ENVIRONMENT POWER_CUTS [--short]   (see scripts/image)
 */
const [images = '', environment = '', cuts = '0', ...flags] = process.argv.slice(2);

/** Bundle of one of the versions that scripts/image has made. */
function bundleOf(name: string): string {
  const folder = join(images, name, 'images');
  const bundle = readdirSync(folder).find((file) => file.endsWith('.raucb'));
  if (bundle === undefined) throw new Error(`there is no bundle in ${folder}`);
  return join(folder, bundle);
}

const versionOf = (bundle: string): string => /-(\d+\.\d+\.\d+[^/]*)\.raucb$/.exec(bundle)?.[1] ?? '';

const work = mkdtempSync(join(tmpdir(), 'vedette-story-'));
const site = new Site(join(work, 'disk.img'), environment);
const report = new Report();
try {
  makeDisk(join(images, 'now', 'images', 'disk.img'), site.disk);
  const [now, next] = [bundleOf('now'), bundleOf('next')];
  const bundles = {
    folder: join(images, 'bundles'),
    now,
    next,
    versions: { now: versionOf(now), next: versionOf(next) },
  };
  const long = flags.includes('--short')
    ? undefined
    : { unhealthy: bundleOf('unhealthy'), hanging: bundleOf('hanging') };
  await story(site, bundles, report, { powerCuts: Number(cuts), long });
  if (report.failed) {
    const log = await site.client.log().catch((error: unknown) => `not at hand: ${String(error)}`);
    process.stderr.write(`Log of the camera:\n${log}\nConsole of the machine:\n${site.machine.console.slice(-4000)}\n`);
  }
} finally {
  await site.cutPower();
  rmSync(work, { recursive: true, force: true });
}
report.end();
process.exit(report.failed ? 1 : 0);
