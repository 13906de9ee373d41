import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { topicDialects, topicFilter } from '../../../services/events/topic-filter.ts';
import { Topics, topicNamespace } from '../../../services/events/topics.ts';
import { WsntFault } from '../../../services/faults/fault.ts';
import { refusalOf } from './refusals.ts';

const filter = suite('topic filter');

const declared = [
  'tns1:Media/ProfileChanged',
  'tns1:Media/ConfigurationChanged',
  'tns1:Monitoring/ProcessorUsage',
  'tns1:Monitoring/OperatingTime/LastReboot',
];
const [profile = '', configuration = '', usage = '', reboot = ''] = declared;

const topics = new Topics();
topics.declare(declared.map((topic) => ({ topic, property: false, source: {}, data: {} })));

const namespaces = new Map([
  ['tns1', topicNamespace],
  ['o', topicNamespace],
  ['acme', 'http://acme.example/topics'],
]);

const { concrete, concreteSet } = topicDialects;

const rows: readonly (readonly [text: string, dialect: string, matching: readonly string[]])[] = [
  ['tns1:Media/ProfileChanged', concrete, [profile]],
  ['tns1:Media/ProfileChanged', concreteSet, [profile]],
  ['o:Media/ProfileChanged', concrete, [profile]],
  ['Media/ProfileChanged', concrete, [profile]],
  ['tns1:Media//.', concreteSet, [profile, configuration]],
  ['tns1:Media//.', '', [profile, configuration]],
  ['tns1:Monitoring//.', concreteSet, [usage, reboot]],
  ['tns1:Monitoring/OperatingTime//.', concreteSet, [reboot]],
  ['tns1:Monitoring/ProcessorUsage//.', concreteSet, [usage]],
  ['tns1:Media/ProfileChanged|tns1:Monitoring//.', concreteSet, [profile, usage, reboot]],
  [' tns1:Media/ProfileChanged | o:Media/ConfigurationChanged ', concreteSet, [profile, configuration]],
  ['tns1:Media/ProfileChanged|tns1:PTZ//.|acme:Door/Open', concreteSet, [profile]],
  ['tns1:Media/ProfileChanged|tns1:Media/ProfileChanged', concreteSet, [profile]],
];

for (const [text, dialect, matching] of rows) {
  filter(`${text.trim()} (${dialect.split('/').at(-1)}) lets ${matching.length} of the topics through`, () => {
    const matches = topicFilter({ text, dialect, namespaces }, topics);
    assert.equal(declared.filter(matches), matching);
  });
}

const invalid = 'wsnt:InvalidTopicExpressionFault';
const unsupported = 'wsnt:TopicNotSupportedFault';
const unknownDialect = 'wsnt:TopicExpressionDialectUnknownFault';

const refused: readonly (readonly [text: string, dialect: string, fault: string])[] = [
  ['tns1:Media/ProfileChanged', 'http://docs.oasis-open.org/wsn/t-1/TopicExpression/Full', unknownDialect],
  ['tns1:Media/ProfileChanged', concreteSet.toLowerCase(), unknownDialect],
  ['', concrete, invalid],
  ['', concreteSet, invalid],
  ['tns1:', concreteSet, invalid],
  ['tns1:Media/', concreteSet, invalid],
  ['/Media', concreteSet, invalid],
  ['tns1:Media//ProfileChanged', concreteSet, invalid],
  ['tns1:Media/*', concreteSet, invalid],
  ['tns1:Media//*', concreteSet, invalid],
  ['//.', concreteSet, invalid],
  ['tns1:Media//..', concreteSet, invalid],
  ['tns1:Media/Profile Changed', concreteSet, invalid],
  ['tns1:Media/ProfileChanged|', concreteSet, invalid],
  ['|', concreteSet, invalid],
  ['none:Media/ProfileChanged', concreteSet, invalid],
  ['tns1:Media/none:ProfileChanged', concreteSet, invalid],
  ['tns1:Media//.', concrete, invalid],
  ['tns1:Media/ProfileChanged|tns1:Monitoring/ProcessorUsage', concrete, invalid],
  [Array.from({ length: 65 }, () => 'tns1:Media//.').join('|'), concreteSet, invalid],
  [`tns1:Media/${'x'.repeat(4096)}`, concreteSet, invalid],
  ['tns1:Media', concreteSet, unsupported],
  ['tns1:Media', concrete, unsupported],
  ['tns1:media/profilechanged', concreteSet, unsupported],
  ['tns1:PTZ//.', concreteSet, unsupported],
  ['tns1:Med//.', concreteSet, unsupported],
  ['acme:Media/ProfileChanged', concreteSet, unsupported],
  ['tns1:Media/acme:ProfileChanged', concreteSet, unsupported],
];

for (const [text, dialect, fault] of refused) {
  filter(
    `refuses ${text.slice(0, 60) || '(empty)'} in ${dialect.split('/').at(-1) || 'no dialect'}: ${fault}`,
    async () => {
      assert.is(await refusalOf(() => topicFilter({ text, dialect, namespaces }, topics)), fault);
    },
  );
}

filter('takes as many alternatives as it promises', () => {
  const text = Array.from({ length: 64 }, () => 'tns1:Media//.').join('|');
  assert.ok(topicFilter({ text, dialect: concreteSet, namespaces }, topics)(profile));
});

filter('matches what is declared later below a subtree', () => {
  const growing = new Topics();
  growing.declare([{ topic: profile, property: false, source: {}, data: {} }]);
  const matches = topicFilter({ text: 'tns1:Media//.', dialect: concreteSet, namespaces }, growing);
  assert.ok(matches('tns1:Media/Later/Deeper'));
  assert.not.ok(matches('tns1:MediaOther/Later'));
});

filter('answers any text with a filter or a fault', () => {
  const piece = fc.constantFrom(
    'tns1:',
    'o:',
    'Media',
    'ProfileChanged',
    '/',
    '//.',
    '|',
    ' ',
    ':',
    '.',
    '-',
    '*',
    'é',
  );
  const text = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(text, fc.constantFrom(concrete, concreteSet), (expression, dialect) => {
      try {
        return declared.some(topicFilter({ text: expression, dialect, namespaces }, topics));
      } catch (error) {
        return error instanceof WsntFault;
      }
    }),
  );
});

filter.run();
