import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clip } from '../../../hal/boards/clip.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { defaultEntities } from '../../../services/entities/defaults.ts';
import { decodeEntities } from '../../../services/entities/stored-entities.ts';

const stored = suite('stored entities');

type Json = Record<string, unknown>;

/** The defaults as they stand on disk, with one entry changed. */
function changed(list: 'profiles' | 'VideoSource' | 'VideoEncoder', change: Json): unknown {
  const value = JSON.parse(JSON.stringify(defaultEntities(virtual))) as Record<string, Json[]>;
  const [first, ...others] = value[list] ?? [];
  return { ...value, [list]: [{ ...first, ...change }, ...others] };
}

stored('reads what was written, for each board', () => {
  for (const board of [virtual, clip]) {
    const entities = defaultEntities(board);
    assert.equal(decodeEntities(JSON.parse(JSON.stringify(entities)), board), entities);
  }
});

stored('leaves out what it does not know', () => {
  assert.equal(decodeEntities(changed('profiles', { later: 1 }), virtual), defaultEntities(virtual));
  const configurations = { VideoSource: 'VideoSourceConfig1', VideoEncoder: 'VideoEncoder1', Metadata: 'x' };
  assert.equal(decodeEntities(changed('profiles', { configurations }), virtual), defaultEntities(virtual));
});

const damaged: readonly (readonly [what: string, value: unknown])[] = [
  ['nothing', null],
  ['a text', 'x'],
  ['a list', []],
  ['an empty object', {}],
  ['no profiles', { ...defaultEntities(virtual), profiles: undefined }],
  ['profiles that are no list', { ...defaultEntities(virtual), profiles: {} }],
  ['a profile that is no object', { ...defaultEntities(virtual), profiles: [1] }],
  [
    'more profiles than fit',
    { ...defaultEntities(virtual), profiles: Array(17).fill(defaultEntities(virtual).profiles[0]) },
  ],
  ['two profiles of one token', changed('profiles', { token: 'Profile2' })],
  ['two encoders of one token', changed('VideoEncoder', { token: 'VideoEncoder2' })],
  ['a profile without token', changed('profiles', { token: undefined })],
  ['a profile whose token is too long', changed('profiles', { token: 'x'.repeat(65) })],
  ['a profile whose name is no text', changed('profiles', { name: 1 })],
  ['a profile that may be fixed', changed('profiles', { fixed: 'yes' })],
  ['a profile without configurations', changed('profiles', { configurations: null })],
  ['a configuration that does not exist', changed('profiles', { configurations: { VideoSource: 'Other' } })],
  ['a source that the board lacks', changed('VideoSource', { source: 'VideoSource9' })],
  ['another codec', changed('VideoEncoder', { codec: 'H265' })],
  ['a resolution that the board lacks', changed('VideoEncoder', { width: 1281 })],
  ['a resolution of texts', changed('VideoEncoder', { width: '1280' })],
  ['another H.264 profile', changed('VideoEncoder', { profile: 'Extended' })],
  ['no frames', changed('VideoEncoder', { frameRate: 0 })],
  ['too few bits', changed('VideoEncoder', { bitrate: 63 })],
  ['too many bits', changed('VideoEncoder', { bitrate: 16_001 })],
  ['a bit rate that is none', changed('VideoEncoder', { bitrate: null })],
  ['no key frames', changed('VideoEncoder', { govLength: 0 })],
  ['a quality beyond the best', changed('VideoEncoder', { quality: 101 })],
  ['a session that ends too soon', changed('VideoEncoder', { sessionTimeout: 9 })],
  ['a flag that is a number', changed('VideoEncoder', { constantBitRate: 1 })],
];

for (const [what, value] of damaged) {
  stored(`refuses ${what}`, () => {
    assert.throws(() => decodeEntities(value, virtual), /^media: /);
  });
}

stored('answers any value with entities or its own error', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('profiles', 'VideoSource', 'VideoEncoder'), (value, place) => {
      try {
        decodeEntities({ ...defaultEntities(virtual), [place]: value }, virtual);
        return true;
      } catch (error) {
        return error instanceof Error && error.message.startsWith('media: ');
      }
    }),
  );
});

stored.run();
