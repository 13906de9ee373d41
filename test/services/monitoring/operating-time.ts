import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { EventMessage } from '../../../services/events/event-message.ts';
import { OperatingTimes, tellLastReboot } from '../../../services/monitoring/operating-time.ts';
import { memorySettings } from '../settings/memory-settings.ts';

const times = suite('operating times');

// shows COR-25
times('are properties that outlive a restart, 1970 before the first', async () => {
  const stored = new Map<string, string>();
  const told: EventMessage[] = [];
  const events = { declare: () => undefined, publish: (message: EventMessage) => void told.push(message) };
  const now = Date.UTC(2026, 10, 24);
  const first = new OperatingTimes(memorySettings(stored), events, () => now);
  const data = { Status: new Date(0) };
  assert.equal(
    told.splice(0).map(({ topic, ...more }) => [topic, more.data, more.operation]),
    [
      ['tns1:Monitoring/OperatingTime/LastReset', data, 'Initialized'],
      ['tns1:Monitoring/Backup/Last', data, 'Initialized'],
    ],
  );
  await first.note('lastBackup');
  new OperatingTimes(memorySettings(stored), events, () => now);
  const message = { topic: 'tns1:Monitoring/Backup/Last', source: {}, data: { Status: new Date(now) } };
  assert.equal(
    told.filter(({ topic }) => topic === message.topic),
    [
      { ...message, operation: 'Changed' },
      { ...message, operation: 'Initialized' },
    ],
  );
});

times('the last start is one of them', () => {
  const told: EventMessage[] = [];
  const events = { declare: () => undefined, publish: (message: EventMessage) => void told.push(message) };
  const Status = new Date('2026-11-24T12:00:00Z');
  tellLastReboot(events, Status);
  const topic = 'tns1:Monitoring/OperatingTime/LastReboot';
  assert.equal(told, [{ topic, source: {}, data: { Status }, operation: 'Initialized' }]);
});

times.run();
