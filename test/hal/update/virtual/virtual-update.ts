import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { UpdateError } from '../../../../hal/ports/update.ts';
import type { VirtualSlots } from '../../../../hal/update/virtual/virtual-slots.ts';
import { VirtualUpdate } from '../../../../hal/update/virtual/virtual-update.ts';
import { bundle, maker, streamOf } from '../bundles.ts';

const updates = suite('updates of a virtual board');

/** A board with its storage; `start` is a restart. */
class Board {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'vedette-update-'));
  slots: VirtualSlots | undefined;
  isFull = false;

  start(): Promise<VirtualUpdate> {
    const record = {
      read: () => this.slots,
      write: async (slots: VirtualSlots) => {
        if (this.isFull) throw new Error('ENOSPC');
        this.slots = JSON.parse(JSON.stringify(slots));
      },
    };
    const rules = {
      keys: [maker.publicKey],
      compatible: 'vedette-virtual',
      slot: 1000,
      version: '1.0.0',
      downgrade: false,
    };
    return VirtualUpdate.open({ folder: this.folder, record, rules });
  }
}

async function onBoard(act: (board: Board) => Promise<void>): Promise<void> {
  const board = new Board();
  await act(board).finally(() => rmSync(board.folder, { recursive: true }));
}

const nothing = (): void => undefined;
const install = (update: VirtualUpdate, version: string): Promise<string> =>
  update.install(streamOf(bundle(`firmware ${version}`, { version })), nothing);

async function kindOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof UpdateError) return error.kind;
    throw error;
  }
  return 'none';
}

updates('run the program of the device until there is one', async () => {
  await onBoard(async (board) => {
    const update = await board.start();
    assert.is(update.version, '1.0.0');
    assert.not.ok(update.onTrial);
  });
});

updates('enter the new version with the next start, and keep it once it is confirmed', async () => {
  await onBoard(async (board) => {
    let update = await board.start();
    assert.is(await install(update, '2.0.0'), '2.0.0');
    assert.is(update.version, '1.0.0');
    update = await board.start();
    assert.is(update.version, '2.0.0');
    assert.ok(update.onTrial);
    assert.is(readFileSync(join(board.folder, 'slot-b'), 'utf8'), 'firmware 2.0.0');
    await update.confirm();
    assert.not.ok(update.onTrial);
    update = await board.start();
    assert.is(update.version, '2.0.0');
    await install(update, '3.0.0');
    update = await board.start();
    assert.is(update.version, '3.0.0');
    assert.is(readFileSync(join(board.folder, 'slot-a'), 'utf8'), 'firmware 3.0.0');
  });
});

updates('go back to the old version when the new one is not confirmed before the next start', async () => {
  await onBoard(async (board) => {
    await install(await board.start(), '2.0.0');
    assert.is((await board.start()).version, '2.0.0');
    const update = await board.start();
    assert.is(update.version, '1.0.0');
    assert.not.ok(update.onTrial);
    assert.is(board.slots?.slots.B?.state, 'bad');
    await install(update, '2.0.1');
    assert.is((await board.start()).version, '2.0.1');
  });
});

updates('stay with the old version when a bundle is refused, also where another one waited', async () => {
  await onBoard(async (board) => {
    const update = await board.start();
    await install(update, '2.0.0');
    const damaged = bundle('firmware').subarray(0, -1);
    assert.is(await kindOf(update.install(streamOf(damaged), nothing)), 'incomplete');
    assert.is((await board.start()).version, '1.0.0');
  });
});

updates('take one bundle at a time', async () => {
  await onBoard(async (board) => {
    const update = await board.start();
    const first = install(update, '2.0.0');
    assert.is(await kindOf(install(update, '2.0.0')), 'busy');
    await first;
  });
});

updates('take none while the running version is on trial: the other slot is the way back', async () => {
  await onBoard(async (board) => {
    await install(await board.start(), '2.0.0');
    assert.is(await kindOf(install(await board.start(), '3.0.0')), 'busy');
    assert.is((await board.start()).version, '1.0.0');
  });
});

updates('compare with the version of the slot, not with that of the program', async () => {
  await onBoard(async (board) => {
    await install(await board.start(), '3.0.0');
    const update = await board.start();
    await update.confirm();
    assert.is(await kindOf(install(update, '2.0.0')), 'older');
  });
});

updates('fail as a device when the slots cannot be recorded', async () => {
  await onBoard(async (board) => {
    const update = await board.start();
    board.isFull = true;
    assert.is(await kindOf(install(update, '2.0.0')), 'io');
    assert.is(update.version, '1.0.0');
  });
});

updates.run();
