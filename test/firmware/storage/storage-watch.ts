import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { StorageWatch } from '../../../firmware/storage/storage-watch.ts';
import { tellStorageFailure } from '../../../services/device/storage-failure.ts';
import type { EventMessage, TopicDeclaration } from '../../../services/events/event-message.ts';
import { StorageError } from '../../../services/settings/storage-error.ts';
import { until } from '../../until.ts';

const room = suite('storage watch');

interface Watched {
  readonly watch: StorageWatch;
  readonly lines: readonly string[];
  readonly ended: AbortController;
  /** Outcome of the next probes. */
  fault: StorageError | undefined;
  probes: number;
}

function watched(): Watched {
  const lines: string[] = [];
  const ended = new AbortController();
  const under: Watched = {
    watch: new StorageWatch({
      log: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }),
      probe: async () => {
        under.probes += 1;
        return under.fault;
      },
      ended: ended.signal,
      interval: 5,
    }),
    lines,
    ended,
    fault: undefined,
    probes: 0,
  };
  return under;
}

room('tells a failure once, and its end when a probe finds it', async () => {
  const under = watched();
  under.fault = new StorageError('full');
  for (let again = 0; again < 3; again += 1) under.watch.wrote(under.fault);
  assert.equal(under.watch.faults, [under.fault.message]);
  await until(() => under.probes >= 2);
  assert.is(under.lines.length, 1);
  under.fault = undefined;
  await until(() => under.watch.faults.length === 0);
  assert.match(under.lines[1] ?? '', /kept again/);
});

room('stops its probes with the camera', async () => {
  const under = watched();
  under.fault = new StorageError('read-only');
  under.watch.wrote(under.fault);
  await until(() => under.probes >= 1);
  under.ended.abort();
  const { probes } = under;
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.ok(under.probes <= probes + 1);
});

room('is a property of the events: failed as long as anything is', () => {
  const { watch } = watched();
  const declared: TopicDeclaration[] = [];
  const told: EventMessage[] = [];
  const end = tellStorageFailure(
    { declare: (topics) => void declared.push(...topics), publish: (message) => void told.push(message) },
    watch,
  );
  watch.unreadable('users', 'checksum does not fit');
  watch.wrote(new StorageError('full'));
  watch.unreadable('users', undefined);
  watch.wrote(undefined);
  end();
  watch.unreadable('users', 'again');
  const topic = 'tns1:Device/HardwareFailure/StorageFailure';
  assert.equal(
    declared.map((one) => one.topic),
    [topic],
  );
  assert.equal(
    told,
    [
      ['Initialized', false],
      ['Changed', true],
      ['Changed', false],
    ].map(([operation, Failed]) => ({ topic, source: { Token: 'Settings' }, data: { Failed }, operation })),
  );
});

room.run();
