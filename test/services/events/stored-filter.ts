import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { contentFilterLimit, itemFilterDialect } from '../../../services/events/content-filter.ts';
import { notification } from '../../../services/events/notification.ts';
import { restoreFilter, storedFilterLimit, storeFilter } from '../../../services/events/stored-filter.ts';
import { subscriptionFilter } from '../../../services/events/subscription-filter.ts';
import { topicDialects } from '../../../services/events/topic-filter.ts';
import { Topics } from '../../../services/events/topics.ts';
import type { FilterType } from '../../../services/generated/wsnt.ts';
import { decodeElement, encodeElement, namespaceAttributes } from '../../../services/schema/codec.ts';
import { assertLinearCost } from '../../linear-cost.ts';
import { refusalOf } from '../events/refusals.ts';
import { parseXml } from '../schema/parse-xml.ts';

const filters = suite('stored filter');

const topics = new Topics();
topics.declare(
  ['tns1:Media/ProfileChanged', 'tns1:Device/Trigger/DigitalInput'].map((topic) => ({
    topic,
    property: false,
    source: {},
    data: {},
  })),
);

const baseNotification = 'http://docs.oasis-open.org/wsn/b-2';
const ours = 'http://www.onvif.org/ver10/topics';

/** A filter as a client sends it; `declarations` stand on the element around. */
function received(content: string, declarations = ''): FilterType {
  const xml = `<w:Filter xmlns:w="${baseNotification}" ${declarations}>${content}</w:Filter>`;
  return decodeElement('wsnt:Filter', parseXml(xml)) as FilterType;
}

const topic = (text: string, dialect: string = topicDialects.concreteSet): string =>
  `<w:TopicExpression Dialect="${dialect}">${text}</w:TopicExpression>`;
const content = (text: string, dialect: string = itemFilterDialect): string =>
  `<w:MessageContent Dialect="${dialect}">${text}</w:MessageContent>`;

const messages = [
  notification({ topic: 'tns1:Media/ProfileChanged', source: { Token: 'A & "B"' }, data: {} }, new Date(0)),
  notification(
    { topic: 'tns1:Device/Trigger/DigitalInput', source: {}, data: { LogicalState: true }, operation: 'Changed' },
    new Date(0),
  ),
];

/** Which of the messages pass. */
function passing(filter: FilterType): readonly number[] {
  const { matches } = subscriptionFilter(filter, topics);
  return messages.flatMap((one, index) => (matches(one) ? [index] : []));
}

const declared = `xmlns:tns1="${ours}" xmlns:tt="http://www.onvif.org/ver10/schema"`;

const rows: readonly (readonly [name: string, filter: FilterType, passing: readonly number[]])[] = [
  ['no expression', received(''), [0, 1]],
  ['a topic', received(topic('tns1:Media/ProfileChanged'), declared), [0]],
  ['a prefix of the client', received(topic('mine:Device//.'), `xmlns:mine="${ours}"`), [1]],
  ['our prefix for another namespace', received(topic('wsnt:Media//.'), `xmlns:wsnt="${ours}"`), [0]],
  ['tns1 for another namespace', received(topic('tns1:X|o:Media//.'), `xmlns:tns1="urn:x" xmlns:o="${ours}"`), [0]],
  ['no prefix under a default namespace', received(topic('Media/ProfileChanged'), 'xmlns="urn:default"'), [0]],
  [
    'a value with markup and colons',
    received(content(`boolean(//tt:SimpleItem[@Name="Token" and @Value='A &amp; "B"'])`), declared),
    [0],
  ],
  [
    'topic and content together',
    received(topic('tns1:Media//.|tns1:Device//.') + content('boolean(//tt:SimpleItem[@Value="true"])'), declared),
    [1],
  ],
];

for (const [name, filter, expected] of rows) {
  filters(`means the same after it was stored: ${name}`, () => {
    assert.equal(passing(filter), expected);
    const stored = storeFilter(filter, topics);
    assert.equal(passing(restoreFilter(stored)), expected);
    assert.equal(storeFilter(restoreFilter(stored), topics), stored);
    const answer = encodeElement('wsnt:Filter', restoreFilter(stored)).xml;
    const reread = parseXml(answer.replace('<wsnt:Filter', `<wsnt:Filter${namespaceAttributes}`));
    assert.equal(passing(decodeElement('wsnt:Filter', reread) as FilterType), expected);
  });
}

filters('is complete by itself: every prefix of the expression is declared in it', () => {
  const { xml } = storeFilter(received(topic('tns1:Media//.|acme:Door'), `${declared} xmlns:acme="urn:acme"`), topics);
  assert.is(
    xml,
    `<wsnt:TopicExpression xmlns:wsnt="${baseNotification}" xmlns:tns1="${ours}" xmlns:acme="urn:acme" Dialect="${topicDialects.concreteSet}">tns1:Media//.|acme:Door</wsnt:TopicExpression>`,
  );
});

const long = `boolean(//tt:SimpleItem[@Value="${'x'.repeat(contentFilterLimit)}"])`;
const many = (count: number): string => content(long.replace('x'.repeat(200), '')).repeat(count);

const refused: readonly (readonly [name: string, filter: FilterType, fault: string])[] = [
  ['an unknown topic', received(topic('tns1:PTZ//.'), declared), 'wsnt:TopicNotSupportedFault'],
  ['an unbound prefix', received(topic('no:Media//.')), 'wsnt:InvalidTopicExpressionFault'],
  ['a foreign dialect', received(topic('Media//.', 'urn:x')), 'wsnt:TopicExpressionDialectUnknownFault'],
  ['malformed content', received(content('boolean(')), 'wsnt:InvalidMessageContentExpressionFault'],
  ['long content', received(content(long)), 'wsnt:InvalidMessageContentExpressionFault'],
  ['another element', received('<x:Filter xmlns:x="urn:x"/>'), 'wsnt:InvalidFilterFault'],
  ['more than is stored', received(many(Math.ceil(storedFilterLimit / 4000))), 'wsnt:InvalidFilterFault'],
];

for (const [name, filter, fault] of refused) {
  filters(`refuses ${name} with ${fault}`, async () => {
    assert.is(await refusalOf(() => storeFilter(filter, topics)), fault);
  });
}

/** Expressions of any shape, the valid among them not too rare. */
const piece = fc.constantFrom(
  'tns1:',
  'o:',
  'wsnt:',
  'Media',
  'Device',
  '/',
  '//.',
  '|',
  ' ',
  ':',
  '<',
  '&amp;',
  ']]>',
  '"',
);
const expression = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc
    .tuple(fc.constantFrom('tns1:', 'o:', 'wsnt:', ''), fc.constantFrom('Media//.', 'Device//.|Media//.'))
    .map((all) => all.join('')),
);
const literal = fc.string({
  unit: fc.constantFrom('<', '>', '&', ';', 'x:', '\n', '\r', '\t', "'", 'é', ']]>'),
  maxLength: 8,
});

filters('whatever passes the check comes back as it was', () => {
  let stored = 0;
  fc.assert(
    fc.property(expression, literal, fc.boolean(), (text, value, content) => {
      const dialect = content ? itemFilterDialect : topicDialects.concreteSet;
      const element = {
        namespace: baseNotification,
        local: content ? 'MessageContent' : 'TopicExpression',
        attributes: [{ namespace: '', local: 'Dialect', value: dialect }],
        namespaces: new Map([
          ['tns1', ours],
          ['o', ours],
          ['wsnt', ours],
          ['x', 'urn:"<&'],
        ]),
        children: [],
        text: content ? `boolean(//tt:SimpleItem[@Value="${value}"])` : text,
      };
      try {
        subscriptionFilter({ Any: [element] }, topics);
      } catch {
        return;
      }
      stored += 1;
      const [restored] = (restoreFilter(storeFilter({ Any: [element] }, topics)).Any ?? []) as (typeof element)[];
      assert.is(restored?.text, element.text.trim());
      assert.is(restored?.attributes[0]?.value, dialect);
      for (const [prefix, uri] of restored?.namespaces ?? [])
        if (prefix !== '')
          assert.is(prefix === 'wsnt' && uri === baseNotification ? ours : uri, element.namespaces.get(prefix));
      assert.equal(passing({ Any: restored === undefined ? [] : [restored] }), passing({ Any: [element] }));
    }),
  );
  assert.ok(stored > 10);
});

filters('does not take a spoilt text for a filter', () => {
  for (const xml of ['<a', '<a><b/></a>', '</Filter><Filter>']) assert.throws(() => restoreFilter({ xml }));
});

filters('costs no more than its length, whatever stands in it', async () => {
  const store = (text: string): unknown => storeFilter(received(content(text)), topics);
  for (const block of ['a', 'a.', 'a:', 'A-', '_1']) {
    const literal = (length: number): string => block.repeat(Math.ceil(length / block.length));
    await assertLinearCost(
      store,
      (length) => `boolean(//tt:SimpleItem[@Name=&quot;${literal(Math.max(1, length - 120))}&quot;])`.slice(0, 4096),
      { longest: 4096 },
    );
  }
});

filters.run();
