import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { UpdateError } from '../../../../hal/ports/update.ts';
import type { VirtualSlots } from '../../../../hal/update/virtual/virtual-slots.ts';
import { VirtualUpdate } from '../../../../hal/update/virtual/virtual-update.ts';
import { Upgrade } from '../../../../services/device/upgrade/upgrade.ts';
import { EventHub } from '../../../../services/events/event-hub.ts';
import type { EventMessage } from '../../../../services/events/event-message.ts';
import { bundle, maker, streamOf } from '../../../hal/update/bundles.ts';

const upgrades = suite('upgrade by a client');
const log = { info: () => undefined, warn: () => undefined };

interface Device {
  readonly upgrade: Upgrade;
  readonly told: EventMessage[];
  readonly restarts: string[];
}

/** A virtual board whose record of slots fails where that is asked for. */
async function onDevice(act: (device: Device) => Promise<void>, isFull = false): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-upgrade-'));
  let slots: VirtualSlots | undefined;
  const record = {
    read: () => slots,
    write: async (next: VirtualSlots) => {
      if (isFull) throw new Error('ENOSPC');
      slots = next;
    },
  };
  const rules = {
    keys: [maker.publicKey],
    compatible: 'vedette-virtual',
    slot: 100_000,
    version: '1.0.0',
    downgrade: false,
  };
  const update = await VirtualUpdate.open({ folder, record, rules });
  const hub = new EventHub([], () => 0);
  const [told, restarts]: [EventMessage[], string[]] = [[], []];
  const events = {
    declare: hub.declare.bind(hub),
    publish: (message: EventMessage) => {
      assert.ok(hub.topics.has(message.topic), message.topic);
      told.push(message);
      hub.publish(message);
    },
  };
  const maintenance = { restart: (reason: string) => restarts.push(reason) };
  try {
    await act({ upgrade: new Upgrade({ update, maintenance, events, log }), told, restarts });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const states = (told: readonly EventMessage[]): readonly string[] =>
  told
    .filter(({ topic }) => topic.endsWith('AsynchronousOperationStatus'))
    .map(({ operation, data }) => `${operation} ${data.Progress} ${data.Alias}`);

upgrades('tells its begin, its progress in steps and its result as events, and restarts once', async () => {
  await onDevice(async ({ upgrade, told, restarts }) => {
    const file = streamOf(bundle('x'.repeat(50_000)), 1000);
    assert.is(await upgrade.take(file, 'StartFirmwareUpgrade'), '2.0.0');
    assert.is(told[0]?.topic, 'tns1:Device/OperationMode/UploadInitiated');
    const all = states(told);
    assert.is(all[0], 'Initialized 0 uploading');
    assert.is(all.at(-1), 'Changed 1 version 2.0.0');
    assert.ok(all.length >= 8 && all.length <= 12, all.join());
    assert.equal(restarts, ['firmware upgrade']);
    const sources = told.flatMap(({ source }) => (source.Token === undefined ? [] : [source.Token]));
    assert.is(new Set(sources).size, 1);
  });
});

upgrades('tells why a file is refused, ends the state, does not restart, and takes the next one', async () => {
  await onDevice(async ({ upgrade, told, restarts }) => {
    const other = bundle('x', { compatible: 'vedette-other' });
    const failure = await upgrade.take(streamOf(other), 'UpgradeSystemFirmware').then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(failure instanceof UpdateError && failure.blamesFile);
    const [first, refused, end] = states(told);
    assert.is(first, 'Initialized 0 uploading');
    assert.match(refused ?? '', /^Changed 0 failed: the bundle is for vedette-other/);
    assert.match(end ?? '', /^Deleted 0/);
    assert.equal(restarts, []);
    assert.is(await upgrade.take(streamOf(bundle('x')), 'UpgradeSystemFirmware'), '2.0.0');
  });
});

upgrades('takes one file at a time, and blames the device for a record that cannot be written', async () => {
  const kind = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'none',
      (error: UpdateError) => error.kind,
    );
  await onDevice(async ({ upgrade }) => {
    const first = upgrade.take(streamOf(bundle('x')), 'StartFirmwareUpgrade');
    assert.is(await kind(upgrade.take(streamOf(bundle('x')), 'StartFirmwareUpgrade')), 'busy');
    await first;
  });
  await onDevice(async ({ upgrade, told, restarts }) => {
    assert.is(await kind(upgrade.take(streamOf(bundle('x')), 'StartFirmwareUpgrade')), 'io');
    assert.match(states(told)[1] ?? '', 'failed: the record of the slots cannot be written');
    assert.equal(restarts, []);
  }, true);
});

upgrades.run();
