import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isOlder, versionPattern } from '../../../hal/update/version-order.ts';

const order = suite('order of versions');

order('is that of semver.org, numbers as numbers and early versions first', () => {
  const rising = ['0.9.0', '0.10.0', '1.0.0-alpha', '1.0.0-beta', '1.0.0', '1.0.1', '1.1.0', '2.0.0'];
  for (const [index, one] of rising.entries())
    for (const [other, two] of rising.entries()) assert.is(isOlder(one, two), index < other, `${one} ${two}`);
});

order('ignores the build', () => {
  assert.not.ok(isOlder('1.0.0+1234567', '1.0.0'));
  assert.not.ok(isOlder('1.0.0', '1.0.0+1234567'));
  assert.ok(isOlder('1.0.0+9', '1.0.1+1'));
});

order('is of versions with three numbers', () => {
  for (const version of ['1.0', 'v1.0.0', '1.0.0 ', '', '1.0.0-', '1.0.0-ä']) assert.not.match(version, versionPattern);
  for (const version of ['1.0.0', '10.20.30-rc.1+build']) assert.match(version, versionPattern);
});

order.run();
