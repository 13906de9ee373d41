import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type ConfigurationOperations,
  configurationOperations,
} from '../../../services/entities/configuration-operations.ts';
import { createProfile } from '../../../services/entities/profiles.ts';
import type { ErasedView } from '../../../services/entities/service-kinds.ts';
import { Fault } from '../../../services/faults/fault.ts';
import { refusalOf } from '../events/refusals.ts';
import { type MediaUnderTest, mediaUnderTest, toldBy } from './media-under-test.ts';

const operations = suite('configuration operations');

/** A configuration as a service with two words would write it. */
interface Wire {
  readonly token: string;
  /** name useCount */
  readonly says: string;
}

type Operations = ConfigurationOperations<Wire, string>;

interface UnderTest extends MediaUnderTest {
  readonly encoder: Operations;
  readonly source: Operations;
}

/** Tells of everything but the third encoder; a wish of 'bad' cannot be fulfilled. */
const view: ErasedView<Wire, string> = {
  toWire: ({ token, name }, useCount) =>
    token === 'VideoEncoder3' ? undefined : { token, says: `${name} ${useCount}` },
  options: (_entities, token) => `options of ${token ?? 'all'}`,
  change: (present, { says }) => {
    if (says === 'bad') throw new Fault('ConfigModify');
    return { ...present, name: says };
  },
};

/** A camera with a third profile, empty, of the token E. */
async function underTest(): Promise<UnderTest> {
  const media = mediaUnderTest();
  await media.store.change((present) => ({ next: createProfile(present, 'empty', 'E').next, changes: [] }));
  return {
    ...media,
    encoder: configurationOperations(media.store, 'media2', 'VideoEncoder', view),
    source: configurationOperations(media.store, 'media2', 'VideoSource', view),
  };
}

const main = { token: 'VideoEncoder1', says: 'main 1' };
const sub = { token: 'VideoEncoder2', says: 'sub 1' };

operations('tells each configuration with the number of profiles that use it', async () => {
  const { encoder, source } = await underTest();
  const encoders = { Configurations: [main, sub] };
  assert.equal(encoder.all({}), encoders);
  assert.equal(source.all({}), { Configurations: [{ token: 'VideoSourceConfig1', says: 'source 2' }] });
  assert.equal(encoder.one({ ConfigurationToken: 'VideoEncoder2' }), { Configuration: sub });
  assert.equal(encoder.compatible({ ProfileToken: 'Profile1' }), encoders);
  assert.equal(encoder.all({ ProfileToken: 'Profile1' }), encoders);
  assert.equal(encoder.all({ ConfigurationToken: 'VideoEncoder2' }), { Configurations: [sub] });
});

operations('tells the options of all, or of one', async () => {
  const { encoder } = await underTest();
  assert.equal(encoder.options({ ProfileToken: 'E' }), { Options: 'options of all' });
  assert.equal(encoder.options({ ConfigurationToken: 'VideoEncoder1' }), { Options: 'options of VideoEncoder1' });
});

operations('adds and removes, counts the uses, and tells that the profile changed', async () => {
  const { store, encoder, source, published } = await underTest();
  await source.add({ ProfileToken: 'E', ConfigurationToken: 'VideoSourceConfig1' });
  await encoder.add({ ProfileToken: 'E', ConfigurationToken: 'VideoEncoder1' });
  assert.equal(encoder.all({}).Configurations, [{ ...main, says: 'main 2' }, sub]);
  assert.equal(source.all({}).Configurations, [{ token: 'VideoSourceConfig1', says: 'source 3' }]);
  await encoder.remove({ ProfileToken: 'E' });
  await source.remove({ ProfileToken: 'E' });
  assert.equal(store.entities.profiles[2]?.configurations, {});
  assert.equal(toldBy(published), Array(4).fill('ProfileChanged E'));
});

operations('a removal of nothing has no effect and is told to nobody', async () => {
  const { store, encoder, published } = await underTest();
  const before = store.entities;
  assert.equal(await encoder.remove({ ProfileToken: 'E' }), {});
  assert.is(store.entities, before);
  assert.equal(published, []);
});

operations('only configurations that can be added are compatible with a profile', async () => {
  const { encoder, source } = await underTest();
  const E = { ProfileToken: 'E' };
  assert.equal([encoder.compatible(E), encoder.all(E)], Array(2).fill({ Configurations: [] }));
  assert.is(source.compatible(E).Configurations.length, 1);
  await source.add({ ...E, ConfigurationToken: 'VideoSourceConfig1' });
  for (const listed of [encoder.compatible(E), encoder.all(E)]) {
    assert.equal(listed.Configurations, [main, sub]);
    for (const { token } of listed.Configurations) await encoder.add({ ...E, ConfigurationToken: token });
  }
});

operations('sets one configuration, for good, and tells that it changed', async () => {
  const { store, encoder, published, restarted } = await underTest();
  const before = store.entities;
  await encoder.set({ Configuration: { token: 'VideoEncoder2', says: 'door' } });
  assert.equal(encoder.all({}).Configurations, [main, { ...sub, says: 'door 1' }]);
  assert.is(store.entities.VideoEncoder[0], before.VideoEncoder[0]);
  assert.is(restarted().store.entities.VideoEncoder[1]?.name, 'door');
  assert.equal(toldBy(published), ['ConfigurationChanged VideoEncoder2 VideoEncoder']);
});

operations('refuses tokens that are unknown, and changes nothing then', async () => {
  const { store, encoder, source, published } = await underTest();
  const before = store.entities;
  const refused: readonly (readonly [fault: string, call: () => unknown])[] = [
    ['NoConfig', () => encoder.one({ ConfigurationToken: 'X' })],
    ['NoConfig', () => encoder.all({ ConfigurationToken: 'X' })],
    ['NoConfig', () => encoder.all({ ConfigurationToken: 'VideoSourceConfig1' })],
    ['NoConfig', () => encoder.options({ ConfigurationToken: 'X' })],
    ['NoProfile', () => encoder.options({ ProfileToken: 'X' })],
    ['NoProfile', () => encoder.all({ ProfileToken: 'X' })],
    ['NoProfile', () => encoder.all({ ConfigurationToken: 'VideoEncoder1', ProfileToken: 'X' })],
    ['NoProfile', () => encoder.compatible({ ProfileToken: 'X' })],
    ['NoConfig', () => encoder.set({ Configuration: { token: 'X', says: 'x' } })],
    ['ConfigModify', () => encoder.set({ Configuration: { token: 'VideoEncoder1', says: 'bad' } })],
    ['NoProfile', () => encoder.add({ ProfileToken: 'X', ConfigurationToken: 'VideoEncoder1' })],
    ['NoConfig', () => encoder.add({ ProfileToken: 'Profile1', ConfigurationToken: 'X' })],
    ['ConfigurationConflict', () => encoder.add({ ProfileToken: 'E', ConfigurationToken: 'VideoEncoder1' })],
    ['ConfigurationConflict', () => source.remove({ ProfileToken: 'Profile1' })],
    ['NoProfile', () => encoder.remove({ ProfileToken: 'X' })],
  ];
  for (const [fault, call] of refused) assert.is(await refusalOf(call), fault);
  assert.is(store.entities, before);
  assert.equal(published, []);
});

operations('what a service has no words for does not exist to its clients', async () => {
  const { encoder } = await underTest();
  const token = { ConfigurationToken: 'VideoEncoder3' };
  const calls: readonly (() => unknown)[] = [
    () => encoder.one(token),
    () => encoder.all(token),
    () => encoder.options(token),
    () => encoder.set({ Configuration: { token: 'VideoEncoder3', says: 'x' } }),
    () => encoder.add({ ProfileToken: 'Profile1', ...token }),
  ];
  for (const call of calls) assert.is(await refusalOf(call), 'NoConfig');
});

operations.run();
