import { join } from 'node:path';
import { readBootState } from './boot-state.ts';
import type { Site } from './site.ts';

/** Bundles that scripts/image has made. */
export interface Bundles {
  /** Folder of the small ones. */
  readonly folder: string;
  readonly now: string;
  readonly next: string;
  readonly versions: { readonly now: string; readonly next: string };
}

function expect(holds: boolean, text: string): void {
  if (!holds) throw new Error(text);
}

/** Value that a client has set and that every update must keep. */
const scope = 'onvif://www.onvif.org/name/Kept-by-updates';

/** Sets up the camera and leaves settings of a client. */
export async function setUp(site: Site): Promise<string> {
  const slot = await site.slot();
  const soap = await site.soap();
  await site.setUp();
  await site.client.device(`<tds:AddScopes><tds:ScopeItem>${scope}</tds:ScopeItem></tds:AddScopes>`);
  const rtp = await site.rtp();
  const { work } = site.machine;
  const good = await site.good(slot);
  await site.client.play(20);
  return `slot ${slot}, first SOAP answer after ${soap.toFixed(1)} s, first RTP packet ${rtp.toFixed(1)} s with ${work.toFixed(1)} s of processor time, marked good ${good.toFixed(1)} s`;
}

/** Throws unless the camera has the version, its user and its settings, and streams. */
export async function checkKept(site: Site, version: string): Promise<void> {
  const told = await site.client.version();
  expect(told.startsWith(`${version}+`) || told === version, `the camera tells version ${told}, not ${version}`);
  expect((await site.client.device('<tds:GetScopes/>')).includes(scope), 'the scope of the client is lost');
  const anonymous = await site.client.device('<tds:GetUsers/>', true).then(
    () => true,
    () => false,
  );
  expect(!anonymous, 'users are told without a password');
  await site.client.play(20);
}

/** A bundle that must be refused: 415, no restart, the camera goes on. */
export async function refuse(site: Site, bundle: string): Promise<string> {
  const from = site.machine.console.length;
  const { status, text } = await site.client.upgrade(bundle);
  expect(status === 415, `the upload was answered ${status} ${text}`);
  await site.client.play(1);
  expect(!/slot [AB], order/.test(site.machine.console.slice(from)), 'the machine has started again');
  return text.trim();
}

/** An upload whose client is gone half way. */
export async function cutOff(site: Site, bundles: Bundles): Promise<string> {
  const from = site.machine.console.length;
  await site.client.upgrade(bundles.next, 30_000_000);
  await site.client.play(20);
  expect(!/slot [AB], order/.test(site.machine.console.slice(from)), 'the machine has started again');
  return 'the camera goes on';
}

/** An update to the slot that does not run; resolves with the seconds that it took. */
export async function update(site: Site, bundle: string, version: string): Promise<{ seconds: number; told: string }> {
  const began = performance.now();
  const since = (): number => (performance.now() - began) / 1000;
  const from = site.machine.console.length;
  const downTime = await site.client.value('<tds:StartFirmwareUpgrade/>', 'ExpectedDownTime');
  const { status, text } = await site.client.upgrade(bundle);
  expect(status === 200, `the upload was answered ${status} ${text}`);
  const written = since();
  const slot = await site.slot(from);
  await site.soap();
  const answered = since();
  await site.rtp();
  await site.good(slot);
  const seconds = since();
  await checkKept(site, version);
  const told = `slot ${slot}; written after ${written.toFixed(1)} s, answers after ${answered.toFixed(1)} s (expected down time ${downTime}), marked good after ${seconds.toFixed(1)} s`;
  return { seconds, told };
}

/** A signed version that does not stay: after its tries the old one comes back by itself, and is good. */
export async function comeBack(site: Site, bundle: string, version: string): Promise<string> {
  const old = (await lastSlot(site)) === 'A' ? 'A' : 'B';
  const from = site.machine.console.length;
  const began = performance.now();
  const { status, text } = await site.client.upgrade(bundle);
  expect(status === 200, `the upload was answered ${status} ${text}`);
  await site.machine.waitFor(new RegExp(`slot ${old === 'A' ? 'B' : 'A'}, order`), from);
  await site.machine.waitFor(new RegExp(`slot ${old}, order`), from);
  const tries = [...site.machine.console.slice(from).matchAll(/slot ([AB]), order/g)].map(([, slot]) => slot).join(' ');
  await site.soap();
  await site.good(old);
  await checkKept(site, version);
  return `slots ${tries}; good again ${((performance.now() - began) / 1000).toFixed(1)} s after the upload began`;
}

function lastSlot(site: Site): string {
  return [...site.machine.console.matchAll(/slot ([AB]), order/g)].at(-1)?.[1] ?? 'A';
}

/** Small bundles that no camera takes, with what is wrong with them. */
export const wrongBundles: readonly (readonly [name: string, what: string])[] = [
  ['foreign', 'signed by another key'],
  ['other-board', 'for another board'],
  ['damaged', 'changed after it was signed'],
  ['truncated', 'that ends early'],
];

export const smallBundle = (bundles: Bundles, name: string): string => join(bundles.folder, `${name}.raucb`);

/** Boot order for the account of a step. */
export function bootOrder(site: Site): string {
  const { order, left } = readBootState(site.disk);
  return `order ${order}, left A ${left.A} B ${left.B}`;
}
