import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clockFaults } from '../../../scripts/clocks/wall-clocks.ts';

const clocks = suite('wall clocks');

const faultsOf = (text: string, allowed: Readonly<Record<string, string>> = {}): readonly string[] =>
  clockFaults([{ path: 'services/a.ts', text }], allowed);

for (const read of [
  'Date.now()',
  'now = Date.now',
  'new Date()',
  'new Date( ).getTime()',
  'clock_gettime(CLOCK_REALTIME, &time)',
]) {
  clocks(`finds ${read} with its line`, () => {
    assert.match(faultsOf(`const a = 1;\nconst b = ${read};\n`).join(), /^services\/a\.ts:2: /);
  });
}

for (const other of [
  'performance.now()',
  'new Date(time)',
  'Date.UTC(2026, 0, 1)',
  '// Date.now() would be wrong here',
  '/** new Date() */',
  ' * Date.now()',
  'call(); // not Date.now()',
]) {
  clocks(`lets ${other} pass`, () => assert.equal(faultsOf(other), []));
}

clocks('lets a listed file pass, and finds one that is listed in vain', () => {
  assert.equal(faultsOf('Date.now()', { 'services/a.ts': 'a reason' }), []);
  assert.match(faultsOf('', { 'services/a.ts': 'a reason' }).join(), /take it off the list/);
});

clocks.run();
