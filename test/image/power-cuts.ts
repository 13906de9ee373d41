import type { Site } from './site.ts';
import { type Bundles, bootOrder, checkKept } from './updates.ts';

/**
 * Cuts the power at a random moment of an update, and lets the camera start again: it must answer, keep user and settings, and find
 * itself good, in whichever of the two versions.
 * @param usual seconds from the begin of an upload until the new version is good
 */
export async function cutDuringUpdate(site: Site, bundles: Bundles, usual: number): Promise<string> {
  const { now, next } = bundles.versions;
  const isNow = (await site.client.version()).startsWith(now);
  const after = Math.random() * usual;
  const upload = site.client.upgrade(isNow ? bundles.next : bundles.now).then(
    ({ status }) => `${status}`,
    () => 'cut off',
  );
  await new Promise((resolve) => setTimeout(resolve, after * 1000));
  await site.cutPower();
  const answer = await upload;
  const state = bootOrder(site);
  await site.powerOn();
  const { soap, good } = await site.wholeStart();
  const version = await site.client.version();
  await checkKept(site, version.startsWith(now) ? now : next);
  return `${after.toFixed(1)} s into the update (upload: ${answer}; ${state}); version ${version} answers ${soap.toFixed(1)} s after power on, good after ${good.toFixed(1)} s`;
}
