import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lifetimeOf } from '../../../../services/events/subscriptions/termination-time.ts';
import { refusalOf } from '../refusals.ts';

const termination = suite('termination time');

const now = Date.UTC(2026, 10, 24, 12);
const fault = 'wsnt:UnacceptableTerminationTimeFault';

const rows: readonly (readonly [asked: Date | string | null | undefined, seconds: number])[] = [
  [undefined, 60],
  [null, 60],
  ['PT1S', 1],
  ['PT10S', 10],
  ['PT1M30.5S', 90.5],
  ['P1D', 86_400],
  ['P2D', 86_400],
  ['P1000Y', 86_400],
  [new Date(now + 1_000), 1],
  [new Date(now + 3_600_000), 3_600],
  [new Date(now + 1e11), 86_400],
];

for (const [asked, seconds] of rows) {
  termination(`${asked instanceof Date ? asked.toISOString() : asked} is ${seconds} s away`, () => {
    assert.is(lifetimeOf(asked, now, fault), seconds * 1000);
  });
}

const refused: readonly (Date | string)[] = [
  'PT0S',
  'PT0.999S',
  '-PT60S',
  '',
  'soon',
  new Date(now),
  new Date(now + 999),
  new Date(0),
  new Date(Number.NaN),
];

for (const asked of refused) {
  termination(`refuses ${asked instanceof Date ? asked.getTime() - now : asked || '(empty)'}`, async () => {
    assert.is(await refusalOf(() => lifetimeOf(asked, now, fault)), fault);
  });
}

termination.run();
