import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { VirtualMachine } from '../../../../hal/machine/virtual/virtual-machine.ts';
import { ClockControl } from '../../../../services/device/clock/clock-control.ts';
import { NetworkControl } from '../../../../services/device/network/network-control.ts';
import { FakeClock } from '../../../hal/fake-clock.ts';
import { memorySettings } from '../../settings/memory-settings.ts';
import { context } from '../camera.ts';
import { machine as host } from '../machine.ts';

const reset = suite('reset that ends in the middle');

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const discovery = { start: async () => undefined, stop: async () => undefined };

/** A machine that outlives the firmware, and the firmware's control of it as each start makes it. */
function machineWithStarts(): {
  readonly machine: VirtualMachine;
  readonly start: (stored: Map<string, string>) => { network: NetworkControl; clock: ClockControl };
} {
  const clock = new FakeClock();
  const system = host({ ntpServers: () => [] });
  const machine = new VirtualMachine({
    ...{
      system,
      clock,
      offset: 0,
      hostTime: () => 0,
      keepOffset: async () => undefined,
      reboot: async () => undefined,
    },
  });
  return {
    machine,
    start: (stored) => {
      const settings = memorySettings(stored);
      return {
        network: new NetworkControl({ machine, settings, clock, discovery, log }),
        clock: new ClockControl({ machine, system, settings, log }),
      };
    },
  };
}

reset('the next start brings name, network and clock back to those of the factory, once', async () => {
  const { machine, start } = machineWithStarts();
  const stored = new Map<string, string>();
  const first = start(stored);
  await first.network.setHostname('camera-hall');
  await first.network.change((present) => ({ ...present, gateways: ['192.0.2.254'] }), context);
  await first.clock.setNtp({ fromDhcp: false, servers: ['192.0.2.9'] });
  await first.clock.set({ type: 'NTP', zone: 'CST6CDT' }, undefined);
  assert.is(machine.hostname(), 'camera-hall');
  // The reset was stored, and the device restarted before anything was put in force.
  for (const name of ['network', 'clock']) stored.delete(name);
  const second = start(stored);
  await Promise.all([second.network.start(), second.clock.start()]);
  assert.is(machine.hostname(), 'camera-7');
  assert.is(machine.zone(), 'UTC0');
  assert.not.match(JSON.stringify(await machine.links()), '192.0.2.254');
  // The owner of the machine names it by other means: later starts leave that.
  await machine.setHostname('owner');
  const third = start(stored);
  await Promise.all([third.network.start(), third.clock.start()]);
  assert.is(machine.hostname(), 'owner');
});

reset.run();
