import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { whileSame } from '../../../services/soap/reply-cache.ts';

const same = suite('while same');

same('builds once for one state and again for another', () => {
  let state: unknown = { value: 1 };
  let built = 0;
  const answer = whileSame(
    () => state,
    (of) => {
      built += 1;
      return { of };
    },
  );
  assert.is(built, 0);
  const first = answer();
  assert.is(answer(), first);
  assert.is(built, 1);
  state = { value: 1 };
  assert.is.not(answer(), first);
  assert.equal([answer(), built], [first, 2]);
  for (const next of [undefined, null, Number.NaN, 0]) {
    state = next;
    assert.is(answer(), answer());
    assert.ok(Object.is(answer().of, next));
  }
  assert.is(built, 6);
});

same('builds again after a build that failed', () => {
  let fails = true;
  const answer = whileSame(
    () => 1,
    () => {
      if (fails) throw new Error('not yet');
      return { done: true };
    },
  );
  assert.throws(answer, 'not yet');
  fails = false;
  assert.equal(answer(), { done: true });
});

same.run();
