import * as assert from 'uvu/assert';
import type { HalError } from '../../../hal/ports/hal-error.ts';
import type { LinkSettings, LinkState, Machine, NetworkSettings } from '../../../hal/ports/machine.ts';

/** A machine under test, and what can be done to it from outside. */
interface MachineBench {
  readonly machine: () => Machine;
  /** Name of an interface that may be set. */
  readonly link: () => Promise<string>;
  /** Resolves when that many seconds have passed for the machine. */
  readonly pass: (seconds: number) => Promise<void>;
  /** Whether the clock may be set here. */
  readonly clock: boolean;
}

type Test = import('uvu').Test;

const address = { address: '10.9.0.77', prefixLength: 24 };
const other = { address: '10.9.0.78', prefixLength: 24 };
const seconds = 5;

function wanted(name: string, change: Partial<LinkSettings['ipv4']> = {}): NetworkSettings {
  const ipv4 = { enabled: true, dhcp: false, linkLocal: false, addresses: [address], ...change };
  const ipv6 = { enabled: true, dhcp: 'Off', acceptRouterAdvertisements: false, addresses: [] } as const;
  const dns = { fromDhcp: false, servers: ['10.9.0.53'], searchDomains: ['camtest.lan'] };
  return { links: [{ name, mtu: undefined, ipv4, ipv6 }], gateways: ['10.9.0.1'], dns };
}

const kindOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: HalError) => error.kind,
  );

async function stateOf({ machine, link }: MachineBench): Promise<LinkState> {
  const name = await link();
  const found = (await machine().links()).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no interface ${name}`);
  return found;
}

/** Resolves when the interface has that address, or has it no more. */
async function becomesOf(bench: MachineBench, wish: string, there: boolean): Promise<void> {
  const has = async (): Promise<boolean> => (await stateOf(bench)).addresses.some(({ address }) => address === wish);
  for (let tries = 0; (await has()) !== there; tries += 1) {
    if (tries === 50) throw new Error(`${wish} is ${there ? 'not there' : 'still there'}`);
    await bench.pass(0.1);
  }
}

/** Adds the behaviours of every machine that can be set. */
export function machineSuite(test: Test, bench: MachineBench): void {
  trialSuite(test, bench);
  refusalSuite(test, bench);
  nameSuite(test, bench);
  if (bench.clock) clockSuite(test, bench);
}

function trialSuite(test: Test, bench: MachineBench): void {
  const { machine, link, pass } = bench;
  const state = (): Promise<LinkState> => stateOf(bench);
  const becomes = (wish: string, there: boolean): Promise<void> => becomesOf(bench, wish, there);

  test('settings on trial are in force, and are taken back when nobody keeps them', async () => {
    await machine().tryNetwork(wanted(await link()), seconds);
    await becomes(address.address, true);
    const { gateways, dns, searchDomains } = await state();
    assert.ok(gateways.some((one) => one.address === '10.9.0.1' && one.origin === 'manual'));
    assert.ok(dns.some((one) => one.address === '10.9.0.53' && one.origin === 'manual'));
    assert.ok(searchDomains.includes('camtest.lan'));
    await pass(seconds + 1);
    await becomes(address.address, false);
  });

  test('a trial is taken back at once on demand', async () => {
    const trial = await machine().tryNetwork(wanted(await link()), seconds);
    await becomes(address.address, true);
    await trial.takeBack();
    await becomes(address.address, false);
  });

  test('kept settings stay, and a later trial falls back to them', async () => {
    const trial = await machine().tryNetwork(wanted(await link()), seconds);
    await becomes(address.address, true);
    await trial.keep();
    await pass(seconds + 1);
    await becomes(address.address, true);
    await machine().tryNetwork(wanted(await link(), { addresses: [other] }), seconds);
    await becomes(other.address, true);
    await becomes(address.address, false);
    await pass(seconds + 1);
    await becomes(address.address, true);
    await becomes(other.address, false);
  });
}

function refusalSuite(test: Test, bench: MachineBench): void {
  const { machine, link } = bench;
  test('refuses settings that no network has, and changes nothing', async () => {
    const name = await link();
    const before = JSON.stringify((await stateOf(bench)).addresses);
    const cases: readonly (readonly [string, NetworkSettings])[] = [
      ['gone', wanted('eth77')],
      ['out-of-range', wanted(name, { addresses: [{ address: '10.9.0.300', prefixLength: 24 }] })],
      ['out-of-range', wanted(name, { addresses: [{ address: 'fd00::1', prefixLength: 64 }] })],
      ['out-of-range', wanted(name, { addresses: [{ address: '10.9.0.77', prefixLength: 33 }] })],
      ['out-of-range', wanted(name, { addresses: [address, address] })],
      ['out-of-range', { ...wanted(name), gateways: ['gateway'] }],
    ];
    for (const [kind, settings] of cases) assert.is(await kindOf(machine().tryNetwork(settings, seconds)), kind);
    assert.is(JSON.stringify((await stateOf(bench)).addresses), before);
  });
}

function nameSuite(test: Test, { machine }: MachineBench): void {
  test('takes a host name, and refuses what is none', async () => {
    const before = machine().hostname();
    await machine().setHostname('camera-front');
    assert.is(machine().hostname(), 'camera-front');
    for (const name of ['-x', 'a b', 'a'.repeat(64), 'x;reboot', 'ä'])
      assert.is(await kindOf(machine().setHostname(name)), 'out-of-range', name);
    assert.is(machine().hostname(), 'camera-front');
    await machine().setHostname(before);
  });

  test('takes a time zone', async () => {
    await machine().setTimeZone('CET-1CEST,M3.5.0,M10.5.0/3');
    assert.is(machine().zone(), 'CET-1CEST,M3.5.0,M10.5.0/3');
    await machine().setTimeZone('<+0545>-5:45');
    assert.is(machine().zone(), '<+0545>-5:45');
    await machine().setTimeZone('UTC0');
  });
}

function clockSuite(test: Test, { machine }: MachineBench): void {
  test('a clock that is set goes on from there, and tells its listeners', async () => {
    let told = 0;
    const end = machine().onClock(() => {
      told += 1;
    });
    const leapDay = Date.UTC(2028, 1, 29, 23, 59, 50);
    await machine().setClock(leapDay);
    assert.ok(Math.abs(machine().now() - leapDay) < 1000);
    assert.is(told, 1);
    await machine().followServers(['10.9.0.1']);
    assert.is(told, 2);
    end();
  });

  test('refuses times before 1970 and after 2038', async () => {
    for (const time of [-1, 2 ** 31 * 1000, Number.NaN])
      assert.is(await kindOf(machine().setClock(time)), 'out-of-range');
  });
}
