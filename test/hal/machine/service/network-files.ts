import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { networkdFormat } from '../../../../hal/machine/networkd/network-format.ts';
import { NetworkFiles } from '../../../../hal/machine/service/network-files.ts';
import type { NetworkSettings } from '../../../../hal/ports/machine.ts';

const writer = suite('files on trial and kept files');
const folder = mkdtempSync(join(tmpdir(), 'vedette-networkd-'));
writer.after(() => rmSync(folder, { recursive: true, force: true }));

const settings = (address: string): NetworkSettings => ({
  links: [
    {
      name: 'eth0',
      ipv4: { enabled: true, dhcp: false, linkLocal: false, addresses: [{ address, prefixLength: 24 }] },
      ipv6: { enabled: false, dhcp: 'Off', acceptRouterAdvertisements: false, addresses: [] },
    },
  ],
  gateways: [],
  dns: { fromDhcp: false, servers: [], searchDomains: [] },
});

const list = (name: string): readonly string[] => readdirSync(join(folder, name));

writer('keep a trial, tell that it is kept, and take the next one back', async () => {
  let reloads = 0;
  const reload = async (): Promise<void> => {
    reloads += 1;
  };
  const format = {
    ...networkdFormat({ call: reload }),
    trialFolder: join(folder, 'run'),
    keptFolder: join(folder, 'etc'),
  };
  const files = new NetworkFiles(format);
  assert.is(await files.isKept(settings('10.9.0.10')), false);
  await files.write(settings('10.9.0.10'));
  assert.is(await files.isKept(settings('10.9.0.10')), false);
  await files.keep();
  assert.equal(list('etc'), ['10-vedette-eth0.network']);
  assert.is(await files.isKept(settings('10.9.0.10')), true);
  await files.write(settings('10.9.0.11'));
  assert.is(await files.isKept(settings('10.9.0.10')), false);
  await files.takeBack();
  assert.equal(list('run'), []);
  assert.equal(list('etc'), ['10-vedette-eth0.network']);
  assert.is(await files.isKept(settings('10.9.0.10')), true);
  assert.is(reloads, 1);
});

writer.run();
