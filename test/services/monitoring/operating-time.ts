import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EventMessage } from '../../../services/events/event-message.ts';
import { OperatingTimes } from '../../../services/monitoring/operating-time.ts';
import { memorySettings } from '../settings/memory-settings.ts';

const times = suite('times of reset and backup');

times('are properties that outlive a restart', async () => {
  const stored = new Map<string, string>();
  const told: EventMessage[] = [];
  const events = { declare: () => undefined, publish: (message: EventMessage) => void told.push(message) };
  const now = Date.UTC(2026, 10, 24);
  const first = new OperatingTimes(memorySettings(stored), events, () => now);
  assert.equal(told, []);
  await first.note('lastBackup');
  new OperatingTimes(memorySettings(stored), events, () => now);
  const message = { topic: 'tns1:Monitoring/Backup/Last', source: {}, data: { Status: new Date(now) } };
  assert.equal(told, [
    { ...message, operation: 'Changed' },
    { ...message, operation: 'Initialized' },
  ]);
});

times.run();
