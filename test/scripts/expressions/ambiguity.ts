import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ambiguityOf } from '../../../scripts/expressions/ambiguity.ts';

const ambiguity = suite('ambiguity of expressions');

const rows: readonly (readonly [expression: RegExp, growth: string | undefined])[] = [
  [/^a*b*$/, undefined],
  [/^[a-z]+:[^:]*$/, undefined],
  [/\r\n\r\n/, undefined],
  [/(?<![\w])\w+:/, undefined],
  [/T[^Z+-]*$/, 'polynomial'],
  [/\s*;.*$/, 'polynomial'],
  [/^\s*(.*?)\s*$/, 'polynomial'],
  [/^(a+)+$/, 'exponential'],
];

for (const [expression, growth] of rows) {
  ambiguity(`of ${expression} is ${growth ?? 'none'}`, () => assert.is(ambiguityOf(expression), growth));
}

ambiguity.run();
