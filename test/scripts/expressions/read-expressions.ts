import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readExpressions } from '../../../scripts/expressions/read-expressions.ts';
import { recordExpressions } from '../../../scripts/expressions/record-expressions.ts';

const expressions = suite('expressions of a module');

expressions('are found wherever they stand, but not in texts', () => {
  const { literals } = readExpressions('const a = /x+/g; class B { c = (t) => t.replace(/y/, "/z/"); } // /w/');
  assert.equal(literals, [
    { source: 'x+', flags: 'g' },
    { source: 'y', flags: '' },
  ]);
});

expressions('that are made within a function are counted, those of the module are not', () => {
  const dynamic = (text: string): number => readExpressions(text).dynamic;
  assert.is(dynamic('const a = new RegExp(b);'), 0);
  assert.is(dynamic('function f() { return new RegExp(b); }'), 1);
  assert.is(dynamic('const f = () => RegExp(b);'), 1);
  assert.is(dynamic('class A { m() { return new RegExp(b); } }'), 1);
});

expressions('that are made while something runs are recorded, and none afterwards', async () => {
  const pattern = ['a', '+'].join('');
  const made = await recordExpressions(async () => {
    assert.ok(new RegExp(pattern, 'i').test('AA'));
  });
  assert.equal(made, [{ source: 'a+', flags: 'i' }]);
  const original = RegExp;
  await recordExpressions(() => Promise.reject(new Error('fails'))).catch(() => undefined);
  assert.is(RegExp, original);
});

expressions.run();
