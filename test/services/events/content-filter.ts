import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { contentFilter, type Item, itemFilterDialect } from '../../../services/events/content-filter.ts';
import { WsntFault } from '../../../services/faults/fault.ts';
import { assertLinearCost } from '../../linear-cost.ts';
import { refusalOf } from './refusals.ts';

const filter = suite('content filter');

const items: readonly Item[] = [
  { Name: 'Token', Value: 'Profile1' },
  { Name: 'Type', Value: "it's" },
  { Name: 'State', Value: 'true' },
  { Name: 'Empty', Value: '' },
];

const item = (test: string): string => `boolean(//tt:SimpleItem[${test}])`;
const token = item('@Name="Token"');
const other = item('@Name="Other"');

const rows: readonly (readonly [text: string, verdict: boolean])[] = [
  [token, true],
  [other, false],
  ['boolean(//tt:SimpleItem)', true],
  ['boolean(//SimpleItem)', true],
  ['boolean(//any.prefix:SimpleItem)', true],
  ['boolean(//tt:ElementItem)', true],
  ['boolean(//tt:ElementItem[@Name="Token"])', false],
  [item('@Name="Token" and @Value="Profile1"'), true],
  [item('@Name="Token" and @Value="Profile2"'), false],
  [item('@Name="Token" and @Value="true"'), false],
  [item('@Value="Profile2" or @Value="Profile1"'), true],
  [item('@Name="Type" and @Value="it\'s"'), true],
  [item("@Name='Token' and @Value='Profile1'"), true],
  [item('@Name="Empty" and @Value=""'), true],
  [item('@Name="token"'), false],
  [item('@Name=" Token "'), false],
  [item('not(@Name="Token") and @Value="true"'), true],
  [item('(@Name="Other" or @Name="Token") and not(@Value="Profile2")'), true],
  [`${token} and ${other}`, false],
  [`${token} or ${other}`, true],
  [`not(${other})`, true],
  [`not(${token})`, false],
  [`not(${token} and ${other})`, true],
  [`not(not(${token}))`, true],
  ['boolean(//tt:ElementItem[@Name="Link"])', true],
  ['boolean(//tt:ElementItem[@Name="Token"])', false],
  ['boolean(//tt:SimpleItem[@Name="Link"])', false],
  ['boolean(//tt:ElementItem[@Name="Link" and @Value="x"])', false],
  [`(${token})`, true],
  [`${other} and ${other} or ${token}`, true],
  [`${token} or ${other} and ${other}`, true],
  [`(${token} or ${other}) and ${other}`, false],
  [`\n\tboolean ( // tt:SimpleItem [ @ Name = "Token" ] )\n`, true],
];

const message = { items, elementNames: ['Link'] };
const empty = { items: [], elementNames: [] };

for (const [text, verdict] of rows) {
  filter(`${text.trim()} ${verdict ? 'holds' : 'does not hold'}`, () => {
    assert.is(contentFilter(text, itemFilterDialect)(message), verdict);
  });
}

const deep = (levels: number): string => `${'('.repeat(levels)}${token}${')'.repeat(levels)}`;

const malformed: readonly string[] = [
  '',
  '   ',
  'true',
  'boolean',
  'boolean()',
  'boolean(//tt:SimpleItem',
  'boolean(tt:SimpleItem)',
  'boolean(/tt:SimpleItem)',
  'boolean(//tt:Message)',
  'boolean(//*)',
  item(''),
  item('@Name'),
  item('@Name='),
  item('@Name=Token'),
  item('@Name="Token'),
  item('Name="Token"'),
  item('@Key="Token"'),
  item('@Name!="Token"'),
  item('@Name="Token" @Value="x"'),
  item('@Name="Token" and'),
  item('1'),
  `${token} ${token}`,
  `${token} and`,
  `and ${token}`,
  `not ${token}`,
  `(${token}`,
  `${token})`,
  `${token};`,
  `count(//tt:SimpleItem)`,
  deep(33),
  `${token} or ${item(`@Value="${'x'.repeat(4096)}"`)}`,
];

for (const text of malformed) {
  filter(`refuses ${text.slice(0, 70).trim() || '(empty)'}`, async () => {
    const fault = await refusalOf(() => contentFilter(text, itemFilterDialect));
    assert.is(fault, 'wsnt:InvalidMessageContentExpressionFault');
  });
}

filter('refuses another dialect', async () => {
  for (const dialect of ['', 'http://www.w3.org/TR/1999/REC-xpath-19991116']) {
    const fault = await refusalOf(() => contentFilter(token, dialect));
    assert.is(fault, 'wsnt:InvalidMessageContentExpressionFault');
  }
});

filter('takes as many levels of parentheses as it promises, again and again', () => {
  assert.ok(contentFilter(deep(32), itemFilterDialect)(message));
  const text = Array.from({ length: 40 }, () => `(${token})`).join(' and ');
  assert.ok(contentFilter(text, itemFilterDialect)(message));
});

filter('a message without items meets negations only', () => {
  assert.not.ok(contentFilter(token, itemFilterDialect)(empty));
  assert.ok(contentFilter(`not(${token})`, itemFilterDialect)(empty));
});

filter('answers any text with a filter or a fault', () => {
  const words = [
    'boolean',
    '(',
    ')',
    '//',
    'tt:SimpleItem',
    '[',
    ']',
    '@Name',
    '=',
    '"x"',
    ' and ',
    ' or ',
    'not',
    '"',
  ];
  const text = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((found) => found.join('')),
    fc
      .array(fc.constantFrom(token, ' and ', ' or ', 'not(', '(', ')'), { maxLength: 40 })
      .map((found) => found.join('')),
  );
  fc.assert(
    fc.property(text, (expression) => {
      try {
        return typeof contentFilter(expression, itemFilterDialect)(message) === 'boolean';
      } catch (error) {
        return error instanceof WsntFault;
      }
    }),
  );
});

filter('holds exactly for the value that it asks for', () => {
  const value = fc.string({ maxLength: 40 }).filter((text) => !text.includes('"'));
  fc.assert(
    fc.property(value, value, (asked, present) => {
      const matches = contentFilter(item(`@Name="N" and @Value="${asked}"`), itemFilterDialect);
      return matches({ items: [{ Name: 'N', Value: present }], elementNames: [] }) === (asked === present);
    }),
  );
});

filter('costs no more than its length, whatever stands in it', async () => {
  for (const block of ['(', 'not(', 'a ', ' ', '(  ', '"', "''", 'or ', '[', 'a:b']) {
    const fill = (length: number): string => block.repeat(Math.ceil(length / block.length));
    for (const end of ['', ' '.repeat(500)]) {
      await assertLinearCost(
        (text) => contentFilter(text, itemFilterDialect),
        (length) => (fill(length) + end).slice(0, 4096),
        {
          longest: 4096,
        },
      );
    }
  }
});

filter.run();
