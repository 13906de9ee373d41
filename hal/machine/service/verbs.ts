import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { HalError } from '../../ports/hal-error.ts';
import { methods } from '../dbus/methods.ts';
import type { SystemBus } from '../dbus/system-bus.ts';
import { networkdFormat } from '../networkd/network-format.ts';
import { networkManagerFormat } from '../networkmanager/network-format.ts';
import { hasNetworkManager } from '../open-system-machine.ts';
import { NetworkFiles } from './network-files.ts';
import type { MachineRequest } from './requests.ts';
import { whenFinished } from './timedate.ts';

const run = promisify(execFile);

const paths = {
  // The firmware sets the servers at each start, so that a root which cannot be written is no obstacle.
  ntp: '/run/systemd/timesyncd.conf.d/50-vedette.conf',
  leases: '/run/systemd/netif/leases',
} as const;

const timer = 'vedette-network-revert';
const timesyncd = 'systemd-timesyncd.service';

async function stopTimer(): Promise<void> {
  await run('systemctl', ['stop', `${timer}.timer`]).catch(() => undefined);
}

/** PID 1 takes the trial back when nobody keeps it: that needs neither the firmware nor this service. */
async function startTimer(seconds: number, revert: string, links: readonly string[]): Promise<void> {
  await stopTimer();
  await run('systemd-run', [
    ...['--quiet', '--collect', `--unit=${timer}`, `--on-active=${seconds}s`, '--timer-property=AccuracySec=100ms'],
    ...['/bin/sh', '-c', revert, 'sh', ...links],
  ]);
}

/** Name that a DHCP server gave; systemd-networkd may not set it itself where polkit is absent. */
async function leasedName(): Promise<string | undefined> {
  for (const lease of await readdir(paths.leases).catch(() => [])) {
    const text = await readFile(join(paths.leases, lease), 'utf8').catch(() => '');
    const name = /^HOSTNAME=([A-Za-z0-9][A-Za-z0-9.-]{0,62})$/m.exec(text)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}

async function writeServers(servers: readonly string[] | 'dhcp'): Promise<void> {
  if (servers === 'dhcp') {
    await rm(paths.ntp, { force: true });
    return;
  }
  await mkdir(dirname(paths.ntp), { recursive: true });
  await writeFile(`${paths.ntp}.new`, `[Time]\nNTP=${servers.join(' ')}\n`, { mode: 0o644 });
  await rename(`${paths.ntp}.new`, paths.ntp);
}

/** False for a name that could not be stored; throws the error of one that is none. */
function refusesValue(error: unknown): false {
  if (error instanceof HalError && error.kind === 'out-of-range') throw error;
  return false;
}

type Verbs = {
  readonly [Verb in MachineRequest['verb']]: (
    request: Extract<MachineRequest, { readonly verb: Verb }>,
  ) => Promise<void>;
};

/** Actions of the root service; values go into files and D-Bus, never into a shell. */
function verbsOf(bus: SystemBus): Verbs {
  const network = async (): Promise<NetworkFiles> =>
    new NetworkFiles((await hasNetworkManager(bus)) ? networkManagerFormat : networkdFormat(bus));
  // Where the root cannot be written, the unit cannot be disabled, and is stopped until the next start.
  const stopNtp = async (): Promise<void> => {
    await whenFinished(() => bus.call(methods.setNtp, 'bb', [false, false])).catch(() =>
      bus.call(methods.stopUnit, 'ss', [timesyncd, 'replace']),
    );
  };
  return {
    hostname: async ({ name }) => {
      const wanted = name === '' ? await leasedName() : undefined;
      // A root that cannot be written has no static name; the firmware sets the name at each start.
      const kept = await bus.call(methods.setStaticHostname, 'sb', [name, false]).then(
        () => true,
        (error: unknown) => refusesValue(error),
      );
      const transient = wanted ?? (kept ? undefined : name);
      if (transient !== undefined) await bus.call(methods.setHostname, 'sb', [transient, false]);
    },
    timeZone: async ({ zone }) => {
      await bus.call(methods.setTimezone, 'sb', [zone, false]);
    },
    ntp: async ({ servers }) => {
      if (servers === null) return stopNtp();
      await writeServers(servers);
      await whenFinished(() => bus.call(methods.setNtp, 'bb', [true, false])).catch(() => undefined);
      await bus.call(methods.restartUnit, 'ss', [timesyncd, 'replace']);
    },
    clock: async ({ milliseconds }) => {
      await stopNtp();
      await whenFinished((passed) =>
        bus.call(methods.setTime, 'xbb', [Math.round((milliseconds + passed) * 1000), false, false]),
      );
    },
    // The timer runs before anything changes, so that nothing can be left behind.
    tryNetwork: async ({ settings, seconds }) => {
      const files = await network();
      if (await files.isKept(settings)) return;
      await files.write(settings);
      await startTimer(
        seconds,
        files.revert,
        settings.links.map(({ name }) => name),
      );
      await files.reload(settings);
    },
    keepNetwork: async () => {
      const files = await network();
      await files.keep();
      await stopTimer();
    },
    takeBackNetwork: async () => {
      const files = await network();
      await stopTimer();
      await files.takeBack();
    },
    reboot: async () => {
      await bus.call(methods.reboot, 'b', [false]);
    },
  };
}

/** Carries out a request. */
export function createVerbs(bus: SystemBus): (request: MachineRequest) => Promise<void> {
  const verbs = verbsOf(bus);
  return (request) => (verbs[request.verb] as (one: MachineRequest) => Promise<void>)(request);
}
