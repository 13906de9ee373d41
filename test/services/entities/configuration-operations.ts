import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type ConfigurationOperations,
  checkNarrowing,
  configurationOperations,
} from '../../../services/entities/configuration-operations.ts';
import { createProfile } from '../../../services/entities/profiles.ts';
import { refusalOf } from '../events/refusals.ts';
import { type MediaUnderTest, mediaUnderTest, toldBy } from './media-under-test.ts';

const operations = suite('configuration operations');

interface UnderTest extends MediaUnderTest {
  /** Encoders as `token name useCount`. */
  readonly encoder: ConfigurationOperations<string>;
  readonly source: ConfigurationOperations<string>;
}

/** A camera with a third profile, empty, of the token E. */
async function underTest(): Promise<UnderTest> {
  const media = mediaUnderTest();
  await media.store.commit(createProfile(media.store.entities, 'empty', 'E').next, []);
  const toWire = ({ token, name }: { token: string; name: string }, useCount: number): string =>
    `${token} ${name} ${useCount}`;
  return {
    ...media,
    encoder: configurationOperations(media.store, { kind: 'VideoEncoder', toWire }),
    source: configurationOperations(media.store, { kind: 'VideoSource', toWire }),
  };
}

operations('tells each configuration with the number of profiles that use it', async () => {
  const { encoder, source } = await underTest();
  const encoders = ['VideoEncoder1 main 1', 'VideoEncoder2 sub 1'];
  assert.equal(encoder.all(), { Configurations: encoders });
  assert.equal(source.all(), { Configurations: ['VideoSourceConfig1 source 2'] });
  assert.equal(encoder.one({ ConfigurationToken: 'VideoEncoder2' }), { Configuration: encoders[1] });
  assert.equal(encoder.compatible({ ProfileToken: 'E' }), { Configurations: encoders });
  assert.equal(encoder.narrowed({}), { Configurations: encoders });
  assert.equal(encoder.narrowed({ ProfileToken: 'Profile1' }), { Configurations: encoders });
  assert.equal(encoder.narrowed({ ConfigurationToken: 'VideoEncoder2' }), { Configurations: [encoders[1]] });
});

operations('adds and removes, counts the uses, and tells that the profile changed', async () => {
  const { store, encoder, source, published } = await underTest();
  await source.add({ ProfileToken: 'E', ConfigurationToken: 'VideoSourceConfig1' });
  await encoder.add({ ProfileToken: 'E', ConfigurationToken: 'VideoEncoder1' });
  assert.equal(encoder.all().Configurations, ['VideoEncoder1 main 2', 'VideoEncoder2 sub 1']);
  assert.is(source.toWire('VideoSourceConfig1'), 'VideoSourceConfig1 source 3');
  await encoder.remove({ ProfileToken: 'E' });
  await source.remove({ ProfileToken: 'E' });
  assert.equal(store.entities.profiles[2]?.configurations, {});
  assert.equal(toldBy(published), Array(4).fill('ProfileChanged E'));
});

operations('refuses tokens that are unknown, and changes nothing then', async () => {
  const { store, encoder, source, published } = await underTest();
  const before = store.entities;
  const refused: readonly (readonly [fault: string, call: () => unknown])[] = [
    ['NoConfig', () => encoder.one({ ConfigurationToken: 'X' })],
    ['NoConfig', () => encoder.narrowed({ ConfigurationToken: 'X' })],
    ['NoConfig', () => encoder.narrowed({ ConfigurationToken: 'VideoSourceConfig1' })],
    ['NoConfig', () => checkNarrowing(store, 'VideoEncoder', { ConfigurationToken: 'X' })],
    ['NoProfile', () => encoder.narrowed({ ProfileToken: 'X' })],
    ['NoProfile', () => encoder.narrowed({ ConfigurationToken: 'VideoEncoder1', ProfileToken: 'X' })],
    ['NoProfile', () => encoder.compatible({ ProfileToken: 'X' })],
    ['NoProfile', () => encoder.add({ ProfileToken: 'X', ConfigurationToken: 'VideoEncoder1' })],
    ['NoConfig', () => encoder.add({ ProfileToken: 'Profile1', ConfigurationToken: 'X' })],
    ['ConfigurationConflict', () => encoder.add({ ProfileToken: 'E', ConfigurationToken: 'VideoEncoder1' })],
    ['ConfigurationConflict', () => source.remove({ ProfileToken: 'Profile1' })],
    ['NoConfig', () => encoder.remove({ ProfileToken: 'E' })],
    ['NoProfile', () => encoder.remove({ ProfileToken: 'X' })],
  ];
  for (const [fault, call] of refused) assert.is(await refusalOf(call), fault);
  assert.is(store.entities, before);
  assert.equal(published, []);
});

operations.run();
