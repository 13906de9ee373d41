import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MachineRequest } from '../../../hal/machine/service/requests.ts';
import { TimeServers } from '../../../hal/machine/time-servers.ts';

const servers = suite('time servers');

const ntp = (named: readonly string[] | 'dhcp' | null): MachineRequest => ({ verb: 'ntp', servers: named });

servers('servers of a lease are handed on, and again when they change, while DHCP is followed', async () => {
  const asked: MachineRequest[] = [];
  let leased: readonly string[] = [];
  const followed = new TimeServers({
    ask: async (request) => void asked.push(request),
    leased: async () => leased,
  });
  await followed.refresh();
  assert.equal(asked, []);
  await followed.follow('dhcp');
  leased = ['10.9.0.1'];
  await followed.refresh();
  await followed.refresh();
  assert.equal(asked, [ntp('dhcp'), ntp(['10.9.0.1'])]);
  await followed.follow(['10.9.0.2']);
  leased = ['10.9.0.3'];
  await followed.refresh();
  await followed.follow(null);
  await followed.refresh();
  assert.equal(asked.slice(2), [ntp(['10.9.0.2']), ntp(null)]);
});

servers('a network manager that tells the servers itself is left to it', async () => {
  const asked: MachineRequest[] = [];
  const followed = new TimeServers({ ask: async (request) => void asked.push(request) });
  await followed.follow('dhcp');
  await followed.refresh();
  assert.equal(asked, [ntp('dhcp')]);
});

servers.run();
