import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Notification, notification } from '../../../../services/events/notification.ts';
import { NotificationQueue } from '../../../../services/events/subscriptions/notification-queue.ts';
import { notice, numbersOf } from '../notices.ts';

const queue = suite('notification queue');

/** State of one of several properties, which tests tell apart by its number. */
function state(token: string, number: number): Notification {
  const topic = 'tns1:Test/State';
  return notification({ topic, source: { Token: token }, data: { Number: number }, operation: 'Changed' }, new Date(0));
}

const statesOf = (found: readonly Notification[]): readonly string[] =>
  found.map(({ items }) => items.map(({ Value }) => Value).join('='));

queue('gives what it took, in order, and takes back to its front', () => {
  const one = new NotificationQueue();
  for (const number of [1, 2, 3]) one.push(notice(number));
  const taken = one.take(2);
  assert.equal(numbersOf(taken), [1, 2]);
  one.putBack(taken);
  assert.is(one.length, 3);
  assert.equal(numbersOf(one.take(10)), [1, 2, 3]);
});

queue('drops the oldest event when it is full', () => {
  const one = new NotificationQueue(3);
  for (const number of [1, 2, 3, 4, 5]) one.push(notice(number));
  assert.equal(numbersOf(one.take(10)), [3, 4, 5]);
});

queue('drops states that a later one of the same property has overtaken, and keeps the last of each', () => {
  const one = new NotificationQueue(3);
  one.push(state('a', 1));
  for (const number of [1, 2, 3]) one.push(state('b', number));
  one.push(notice(9));
  one.push(state('b', 4));
  assert.equal(statesOf(one.take(10)), ['a=1', '9', 'b=4']);
});

queue('drops events before the last state of a property', () => {
  const one = new NotificationQueue(2);
  one.push(state('a', 1));
  for (const number of [1, 2, 3]) one.push(notice(number));
  assert.equal(statesOf(one.take(10)), ['a=1', '3']);
});

queue('stays within its limit when more is put back, and with more properties than it has places', () => {
  const one = new NotificationQueue(2);
  for (const token of ['a', 'b', 'c']) one.push(state(token, 1));
  assert.equal(statesOf(one.take(10)), ['b=1', 'c=1']);
  one.push(notice(3));
  one.putBack([notice(1), notice(2)]);
  assert.equal(numbersOf(one.take(10)), [2, 3]);
});

queue.run();
