import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { backchannelTag, parseRequire, unsupportedTags } from '../../../../services/rtsp/headers/require.ts';

const require = suite('require');

const rows: readonly [string | undefined, string | undefined, readonly string[], string][] = [
  [undefined, undefined, [], ''],
  [backchannelTag, undefined, [backchannelTag], ''],
  [` ${backchannelTag} , `, undefined, [backchannelTag], ''],
  [backchannelTag.toUpperCase(), undefined, [backchannelTag.toUpperCase()], ''],
  ['implicit-play', backchannelTag, ['implicit-play', backchannelTag], 'implicit-play'],
  ['a,b', 'c', ['a', 'b', 'c'], 'a, b, c'],
];

for (const [required, proxy, tags, unsupported] of rows) {
  require(`reads '${required}' and '${proxy}'`, () => {
    assert.equal(parseRequire(required, proxy), tags);
    assert.is(unsupportedTags(tags, [backchannelTag]), unsupported);
  });
}

require('bounds what it repeats', () => {
  const tags = parseRequire('x'.repeat(100).concat(',').repeat(1000));
  assert.is(tags.length, 16);
  assert.is(unsupportedTags(tags, []).length, 512);
});

require.run();
