import { spoilBootState } from './boot-state.ts';
import { damageBeyondRepair, damageStart } from './damaged-data.ts';
import { cutDuringUpdate } from './power-cuts.ts';
import type { Report } from './report.ts';
import type { Site } from './site.ts';
import {
  type Bundles,
  checkKept,
  comeBack,
  cutOff,
  refuse,
  setUp,
  smallBundle,
  update,
  wrongBundles,
} from './updates.ts';

interface StoryOptions {
  readonly powerCuts: number;
  /** Bundles of the steps that take minutes each; undefined in the short form. */
  readonly long: { readonly unhealthy: string; readonly hanging: string } | undefined;
}

/** A step of the story; the next one does not begin when it fails. */
type Step = readonly [name: string, work: () => Promise<string>];

function updateSteps(site: Site, bundles: Bundles, took: (seconds: number) => void): readonly Step[] {
  const { versions } = bundles;
  return [
    ['a new camera starts, is set up and streams', () => setUp(site)],
    ...wrongBundles.map(
      ([name, what]): Step => [`a bundle ${what} is refused with 415`, () => refuse(site, smallBundle(bundles, name))],
    ),
    ['an upload that is cut off changes nothing', () => cutOff(site, bundles)],
    [
      'an update over ONVIF brings the next version, and keeps users and settings',
      async () => {
        const { seconds, told } = await update(site, bundles.next, versions.next);
        took(seconds);
        return told;
      },
    ],
    [
      'a version that cannot start is left after its tries',
      () => comeBack(site, smallBundle(bundles, 'unbootable'), versions.next),
    ],
  ];
}

/** Power off, something done to the disk, power on. */
async function again(site: Site, change: () => Promise<void> | void, clock?: string): Promise<string> {
  await site.cutPower();
  await change();
  await site.powerOn(clock);
  const { soap, rtp, good } = await site.wholeStart();
  return `first SOAP answer after ${soap.toFixed(1)} s, first RTP packet ${rtp.toFixed(1)} s, marked good ${good.toFixed(1)} s`;
}

function longSteps(site: Site, bundles: Bundles, long: NonNullable<StoryOptions['long']>): readonly Step[] {
  const { next } = bundles.versions;
  const restarted = async (change: () => Promise<void> | void): Promise<string> => {
    const told = await again(site, change);
    await checkKept(site, next);
    return told;
  };
  return [
    ['a power cut at rest changes nothing', () => restarted(() => undefined)],
    ['a version that never gets healthy is left', () => comeBack(site, long.unhealthy, next)],
    ['a version that hangs is left by the watchdog', () => comeBack(site, long.hanging, next)],
    ['a spoilt boot state means both slots with all tries', () => restarted(() => spoilBootState(site.disk))],
    ['a damaged data partition is repaired', () => restarted(() => damageStart(site.disk))],
    [
      'a clock at 1970 goes on from the time of the last run',
      async () => {
        const told = await again(site, () => undefined, '1970-01-01T00:00:00');
        const year = await site.client.value('<tds:GetSystemDateAndTime/>', 'Year');
        if (Number(year) < 2025) throw new Error(`the camera has year ${year}`);
        return told;
      },
    ],
  ];
}

/** A data partition that is lost: the camera is new and can be set up. */
async function loseData(site: Site): Promise<string> {
  await site.cutPower();
  damageBeyondRepair(site.disk);
  await site.powerOn();
  await site.soap();
  await site.setUp();
  const rtp = await site.rtp();
  return `set up anew; first RTP packet after ${rtp.toFixed(1)} s`;
}

/** The whole story, in order; it ends with the first step that fails. */
export async function story(site: Site, bundles: Bundles, report: Report, options: StoryOptions): Promise<void> {
  let usual = 60;
  const steps: Step[] = [
    ...updateSteps(site, bundles, (seconds) => {
      usual = seconds;
    }),
    ...(options.long === undefined ? [] : longSteps(site, bundles, options.long)),
  ];
  for (let number = 1; number <= options.powerCuts; number += 1)
    steps.push([`power cut ${number} of ${options.powerCuts}`, () => cutDuringUpdate(site, bundles, usual)]);
  if (options.long !== undefined) steps.push(['a data partition beyond repair is made anew', () => loseData(site)]);
  await site.powerOn();
  for (const [name, work] of steps) if (!(await report.step(name, work))) return;
}
