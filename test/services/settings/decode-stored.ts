import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { decodeStored } from '../../../services/settings/decode-stored.ts';
import { setting } from '../../../services/settings/setting.ts';

const stored = suite('stored settings');

/** Version 1 was a number, version 2 had seconds, version 3 has milliseconds and a name. */
const delay = setting({
  name: 'delay',
  version: 3,
  migrate: [
    (seconds) => ({ seconds }),
    (value) => ({ name: 'old', milliseconds: 1000 * (value as { seconds: number }).seconds }),
  ],
  schema: z.strictObject({ name: z.string(), milliseconds: z.number() }),
  initial: { name: '', milliseconds: 0 },
  reset: 'soft',
  secret: false,
  backup: true,
});

for (const [version, value] of [
  [1, 5],
  [2, { seconds: 5 }],
  [3, { name: 'old', milliseconds: 5000 }],
] as const) {
  stored(`of version ${version} are brought to the present version`, () => {
    assert.equal(decodeStored(delay, { version, value }), { name: 'old', milliseconds: 5000 });
  });
}

stored('of a newer version are refused', () => {
  assert.throws(
    () => decodeStored(delay, { version: 4, value: {} }),
    /delay is of version 4, which a newer firmware wrote/,
  );
});

stored('that do not fit are refused with the place', () => {
  assert.throws(() => decodeStored(delay, { version: 3, value: { name: 'x' } }), /delay does not fit: .*milliseconds/s);
});

stored('of a version that no step leads from are refused where they are defined', () => {
  assert.throws(() => setting({ ...delay, version: 4 }), /section delay of version 4 misses a migration/);
});

stored.run();
