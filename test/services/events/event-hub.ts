import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EventHub } from '../../../services/events/event-hub.ts';
import type { EventMessage } from '../../../services/events/event-message.ts';
import { topicDialects } from '../../../services/events/topic-filter.ts';
import type { FilterType } from '../../../services/generated/wsnt.ts';
import { parseFragment } from '../schema/parse-xml.ts';
import { numbersOf } from './notices.ts';
import { refusalOf } from './refusals.ts';

const hubs = suite('event hub');

const number = 'tns1:Test/Number';
const state = 'tns1:Test/State';

const declared = (): EventHub =>
  new EventHub(
    [
      { topic: number, property: false, source: {}, data: { Number: 'xs:int' } },
      { topic: state, property: true, source: {}, data: { Number: 'xs:int' } },
    ],
    () => 0,
  );

const filterOf = (topic: string): FilterType => ({
  Any: [parseFragment(`<wsnt:TopicExpression Dialect="${topicDialects.concreteSet}">${topic}</wsnt:TopicExpression>`)],
});

const message = (topic: string, value: number, operation?: 'Changed' | 'Deleted'): EventMessage => ({
  topic,
  source: {},
  data: { Number: value },
  ...(operation === undefined ? {} : { operation }),
});

hubs('each subscriber hears what passes its filter, until it closes', () => {
  const hub = declared();
  const heard: Record<'all' | 'some', number[]> = { all: [], some: [] };
  const all = hub.subscribe(undefined, (one) => heard.all.push(...numbersOf([one])));
  hub.subscribe(filterOf(state), (one) => heard.some.push(...numbersOf([one])));
  hub.publish(message(number, 1));
  hub.publish(message(state, 2, 'Changed'));
  all.close();
  all.close();
  hub.publish(message(state, 3, 'Changed'));
  assert.equal(heard, { all: [1, 2], some: [2, 3] });
});

hubs('tells the present properties that pass the filter, without telling anybody else', () => {
  const hub = declared();
  const heard: number[] = [];
  hub.publish(message(state, 1, 'Changed'));
  hub.publish(message(state, 2, 'Changed'));
  const all = hub.subscribe(undefined, (one) => heard.push(...numbersOf([one])));
  const none = hub.subscribe(filterOf(number), () => undefined);
  assert.equal(numbersOf(all.properties()), [2]);
  assert.equal(numbersOf(none.properties()), []);
  hub.publish(message(state, 2, 'Deleted'));
  assert.equal(numbersOf(all.properties()), []);
  assert.equal(heard, [2]);
});

hubs('publishes declared topics only', () => {
  const hub = declared();
  const heard: number[] = [];
  hub.subscribe(undefined, (one) => heard.push(...numbersOf([one])));
  hub.publish(message('tns1:Test/Other', 1));
  assert.equal(heard, []);
  hub.topics.declare([{ topic: 'tns1:Test/Other', property: false, source: {}, data: {} }]);
  hub.publish(message('tns1:Test/Other', 2));
  assert.equal(heard, [2]);
});

hubs('refuses a filter like the event service', async () => {
  const hub = declared();
  assert.is(
    await refusalOf(() => hub.subscribe(filterOf('tns1:No//.'), () => undefined)),
    'wsnt:TopicNotSupportedFault',
  );
});

hubs.run();
