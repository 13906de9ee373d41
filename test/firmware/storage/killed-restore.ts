// time limit: 180 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { killInKeystoreChanges } from '../../kills/keystore-changes.ts';
import { killInWholeChanges } from '../../kills/whole-changes.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const room = suite('camera killed in a change');

// shows COR-07b, COR-07c
room('restores a backup and resets its settings whole or not at all', async () => {
  const { lost, outcomes } = await killInWholeChanges(5, temporaryFolder());
  process.stdout.write(`\n${JSON.stringify(outcomes)}\n`);
  assert.equal(lost, []);
});

// shows SEC-01
room('has each key, certificate and assignment whole or not at all, and presents what is assigned', async () => {
  const { lost, steps } = await killInKeystoreChanges(4, temporaryFolder());
  process.stdout.write(`\n${JSON.stringify(steps)}\n`);
  assert.equal(lost, []);
});

room.run();
