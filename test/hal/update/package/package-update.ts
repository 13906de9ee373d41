import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { UpdateError } from '../../../../hal/ports/update.ts';
import { installPackage } from '../../../../hal/update/package/install-package.ts';
import { PackageUpdate } from '../../../../hal/update/package/package-update.ts';
import type { BundleRules } from '../../../../hal/update/receive-bundle.ts';
import { until } from '../../../until.ts';
import { bundle, maker, streamOf } from '../bundles.ts';

const packages = suite('updates by Debian packages');

const rules: BundleRules = {
  keys: [maker.publicKey],
  compatible: 'vedette-deb-amd64',
  slot: 10_000,
  version: '1.0.0',
  downgrade: false,
};
const file = (facts = {}): Buffer => bundle('a package', { compatible: 'vedette-deb-amd64', ...facts });

/** A machine with the camera's folder and the administrator's. */
class Machine {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'vedette-package-'));
  readonly received: string = join(this.folder, 'camera', 'update');
  readonly results: string = join(this.folder, 'run');
  readonly installed: string[] = [];
  readonly camera: PackageUpdate;
  /** True where the next package does not start. */
  isBroken = false;

  /** @param looks number of looks at the result, a millisecond apart at least */
  constructor(looks: number, onTrial: boolean) {
    mkdirSync(this.received, { recursive: true });
    this.camera = new PackageUpdate({
      ...{ folder: this.received, results: this.results, rules, onTrial },
      clock: { wait: () => new Promise((resolve) => setTimeout(resolve, 1)) },
      patience: looks * 250,
    });
  }

  send(bytes: Buffer): Promise<string> {
    return this.camera.install(streamOf(bytes), () => undefined);
  }

  /** Runs the installing program when the camera has accepted a bundle, as the path unit does. */
  async serve(own: BundleRules = rules): Promise<void> {
    await until(() => existsSync(join(this.received, 'accepted')), 'a bundle is accepted');
    await this.run(own);
  }

  run(own: BundleRules = rules): Promise<void> {
    const packages = {
      keep: async (version: string): Promise<void> => void this.installed.push(`kept before ${version}`),
      install: async (path: string): Promise<void> => {
        this.installed.push(readFileSync(path, 'utf8'));
        if (this.isBroken) throw new Error('vedette.service does not start');
      },
      restore: async (): Promise<void> => void this.installed.push('restored'),
    };
    return installPackage({ received: this.received, results: this.results, rules: own, packages });
  }
}

async function onMachine(
  act: (machine: Machine) => Promise<void>,
  { looks = 100_000, onTrial = false } = {},
): Promise<void> {
  const machine = new Machine(looks, onTrial);
  await act(machine).finally(() => rmSync(machine.folder, { recursive: true }));
}

async function kindOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof UpdateError) return error.kind;
    throw error;
  }
  return 'none';
}

packages('are installed by the administrator once the camera has accepted them, and leave no file', async () => {
  await onMachine(async (machine) => {
    const [version] = await Promise.all([machine.send(file()), machine.serve()]);
    assert.is(version, '2.0.0');
    assert.equal(machine.installed, ['kept before 2.0.0', 'a package']);
    for (const name of ['bundle', 'accepted']) assert.not.ok(existsSync(join(machine.received, name)), name);
  });
});

packages('that are wrong are refused by the camera, and the administrator is not asked', async () => {
  await onMachine(async (machine) => {
    assert.is(await kindOf(machine.send(file({ version: '0.9.0' }))), 'older');
    assert.is(await kindOf(machine.send(file({ compatible: 'vedette-deb-arm64' }))), 'compatible');
    assert.not.ok(existsSync(join(machine.received, 'accepted')));
  });
});

packages('are checked again by the administrator, who trusts his own keys only', async () => {
  await onMachine(async (machine) => {
    const [kind] = await Promise.all([
      kindOf(machine.send(file())),
      machine.serve({ ...rules, keys: [] }).catch(() => undefined),
    ]);
    assert.is(kind, 'io');
    assert.equal(machine.installed, []);
    assert.not.ok(existsSync(join(machine.received, 'accepted')));
  });
});

packages('are not installed through links that the camera puts in place of its files', async () => {
  await onMachine(async (machine) => {
    const elsewhere = join(machine.folder, 'elsewhere');
    mkdirSync(elsewhere);
    for (const name of ['bundle', 'accepted']) writeFileSync(join(elsewhere, name), file());
    symlinkSync(join(elsewhere, 'bundle'), join(machine.received, 'bundle'));
    writeFileSync(join(machine.received, 'accepted'), '1');
    assert.is.not(await machine.run().then(() => '', String), '');
    rmSync(machine.received, { recursive: true });
    symlinkSync(elsewhere, machine.received);
    assert.is.not(await machine.run().then(() => '', String), '');
    assert.equal(machine.installed, []);
    assert.ok(existsSync(join(elsewhere, 'bundle')));
  });
});

packages('fail as a device when nobody installs them', async () => {
  await onMachine(
    async (machine) => {
      assert.is(await kindOf(machine.send(file())), 'io');
      assert.not.ok(existsSync(join(machine.received, 'accepted')));
      assert.equal(machine.installed, []);
    },
    { looks: 100 },
  );
});

packages('give way to the one before when they do not start', async () => {
  await onMachine(async (machine) => {
    machine.isBroken = true;
    const [version] = await Promise.all([machine.send(file()), machine.serve().catch(() => undefined)]);
    assert.is(version, '2.0.0');
    assert.equal(machine.installed, ['kept before 2.0.0', 'a package', 'restored']);
    assert.match(readFileSync(join(machine.results, 'result.json'), 'utf8'), 'vedette.service does not start');
  });
});

packages('are not taken while the running one is on trial, and are once it is confirmed', async () => {
  await onMachine(
    async (machine) => {
      assert.is(await kindOf(machine.send(file())), 'busy');
      await machine.camera.confirm();
      assert.not.ok(machine.camera.onTrial);
      await Promise.all([machine.send(file()), machine.serve()]);
      assert.equal(machine.installed, ['kept before 2.0.0', 'a package']);
    },
    { onTrial: true },
  );
});

packages('are taken one at a time', async () => {
  await onMachine(async (machine) => {
    const first = machine.send(file());
    assert.is(await kindOf(machine.send(file())), 'busy');
    await Promise.all([first, machine.serve()]);
  });
});

packages.run();
