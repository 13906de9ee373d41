import { HalError } from '../../ports/hal-error.ts';
import type { Machine } from '../../ports/machine.ts';
import type { System } from '../../ports/system.ts';
import { hostLink, hostLinks, hostSurroundings } from '../host-links.ts';

async function refuse(): Promise<never> {
  throw new HalError('unsupported', 'nothing on this machine lets the firmware change it');
}

/** A machine that can be read and not be set: the service vedette-machine is absent. It can be restarted where `reboot` does. */
export function readOnlyMachine(system: System): Machine {
  return {
    backEnd: 'read-only',
    simulated: false,
    abilities: { network: false, hostname: false, ntp: false, clock: false, reboot: true },
    now: () => Date.now(),
    offset: () => 0,
    zone: () => system.timeZone(),
    hostname: () => system.hostname(),
    links: async () => {
      const around = hostSurroundings(system);
      return hostLinks(system).map((host) => hostLink(host, undefined, around));
    },
    tryNetwork: refuse,
    setHostname: refuse,
    setTimeZone: refuse,
    followServers: refuse,
    setClock: refuse,
    reboot: () => system.reboot(),
    onChange: () => () => undefined,
    onClock: () => () => undefined,
  };
}
