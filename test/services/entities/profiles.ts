import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultEntities } from '../../../services/entities/defaults.ts';
import { configurationKinds, type MediaEntities } from '../../../services/entities/kinds.ts';
import type { ProfileEntity } from '../../../services/entities/model.ts';
import * as change from '../../../services/entities/profiles.ts';
import { refusalOf } from '../events/refusals.ts';
import { deviceId, full } from './boards.ts';

const profiles = suite('profiles');

const initial = defaultEntities({ board: full, deviceId });
const withEmpty = change.createProfile(initial, 'empty', 'E').next;
const withSource = change.addConfiguration(withEmpty, 'E', 'VideoSource', 'VideoSourceConfig1', 'media2');
const withBoth = change.addConfiguration(withSource, 'E', 'VideoEncoder', 'VideoEncoder1', 'media2');

const get = (entities: MediaEntities, token: string): ProfileEntity => change.findProfile(entities, token);

const crowded = Array.from({ length: 14 }).reduce<MediaEntities>(
  (next) => change.createProfile(next, 'x').next,
  initial,
);

type Refused = readonly (readonly [what: string, fault: string, call: () => unknown])[];

const refused: Refused = [
  ['finds no unknown profile', 'NoProfile', () => change.findProfile(initial, 'X')],
  ['finds no profile by another case', 'NoProfile', () => change.findProfile(initial, 'profile1')],
  ['finds no unknown configuration', 'NoConfig', () => change.findConfiguration(initial, 'VideoSource', 'X')],
  [
    'finds no configuration of another kind',
    'NoConfig',
    () => change.findConfiguration(initial, 'VideoEncoder', 'VideoSourceConfig1'),
  ],
  ['makes no profile of a taken token', 'ProfileExists', () => change.createProfile(initial, 'x', 'Profile1')],
  ['makes no 17th profile', 'MaxNVTProfiles', () => change.createProfile(crowded, 'x')],
  ['makes no profile of a long name', 'InvalidArgVal', () => change.createProfile(initial, 'x'.repeat(65))],
  ...['', ' ', 'a b', 'a/b', '..', '.', 'ä', '%2e', 'a\n', 'x'.repeat(65)].map(
    (token) =>
      [
        `makes no profile of the token ${JSON.stringify(token)}`,
        'InvalidArgVal',
        () => change.createProfile(initial, 'x', token),
      ] as const,
  ),
  ['deletes no fixed profile', 'DeletionOfFixedProfile', () => change.deleteProfile(initial, 'Profile1')],
  ['deletes no unknown profile', 'NoProfile', () => change.deleteProfile(initial, 'X')],
  ['renames no unknown profile', 'NoProfile', () => change.renameProfile(initial, 'X', 'x')],
  ['gives no long name', 'InvalidArgVal', () => change.renameProfile(initial, 'Profile1', 'x'.repeat(65))],
  [
    'adds nothing to an unknown profile',
    'NoProfile',
    () => change.addConfiguration(initial, 'X', 'VideoSource', 'VideoSourceConfig1', 'media2'),
  ],
  [
    'adds no unknown configuration',
    'NoConfig',
    () => change.addConfiguration(initial, 'Profile1', 'VideoEncoder', 'X', 'media2'),
  ],
  [
    'adds no encoder without a source',
    'ConfigurationConflict',
    () => change.addConfiguration(withEmpty, 'E', 'VideoEncoder', 'VideoEncoder1', 'media2'),
  ],
  [
    'removes nothing from an unknown profile',
    'NoProfile',
    () => change.removeConfiguration(initial, 'X', 'VideoSource', 'media2'),
  ],
  [
    'removes no source that an encoder needs',
    'ConfigurationConflict',
    () => change.removeConfiguration(withBoth, 'E', 'VideoSource', 'media2'),
  ],
  ...(
    [
      ['AudioEncoder', 'AudioEncoder1'],
      ['Metadata', 'Metadata1'],
      ['AudioDecoder', 'AudioDecoder1'],
    ] as const
  ).map(
    ([kind, token]) =>
      [
        `adds no ${kind} without what it works on`,
        'ConfigurationConflict',
        () => change.addConfiguration(withEmpty, 'E', kind, token, 'media2'),
      ] as const,
  ),
  ...(['VideoSource', 'AudioSource', 'AudioOutput'] as const).map(
    (kind) =>
      [
        `removes no ${kind} that others need`,
        'ConfigurationConflict',
        () => change.removeConfiguration(initial, 'Profile1', kind, 'media2'),
      ] as const,
  ),
  ['shows no unknown profile', 'NoProfile', () => change.pictured(initial, 'X')],
  ['shows no profile without encoder', 'IncompleteConfiguration', () => change.pictured(withSource, 'E')],
  ['streams no unknown profile', 'NoProfile', () => change.streamable(initial, 'X')],
  ['streams no empty profile', 'IncompleteConfiguration', () => change.streamable(withEmpty, 'E')],
  ['streams no profile without encoder', 'IncompleteConfiguration', () => change.streamable(withSource, 'E')],
];

for (const [what, fault, call] of refused) {
  profiles(`${what}: ${fault}`, async () => assert.is(await refusalOf(call), fault));
}

profiles('a new profile is empty, not fixed, and has the wanted or a free token', () => {
  const wanted = change.createProfile(initial, 'Night', 'My.Profile_1-b');
  assert.equal(get(wanted.next, wanted.token), {
    token: 'My.Profile_1-b',
    name: 'Night',
    fixed: false,
    multicasting: false,
    configurations: {},
  });
  const one = change.createProfile(initial, '');
  const two = change.createProfile(one.next, 'x'.repeat(64));
  const again = change.createProfile(change.deleteProfile(two.next, one.token), 'x');
  assert.equal([one.token, two.token], ['Profile3', 'Profile4']);
  assert.is(new Set(again.next.profiles.map(({ token }) => token)).size, 4);
  assert.is(crowded.profiles.length, 16);
});

profiles('a change leaves the state before it as it was', () => {
  const before = JSON.stringify(withBoth);
  change.removeConfiguration(withBoth, 'E', 'VideoEncoder', 'media2');
  change.renameProfile(withBoth, 'E', 'other');
  change.deleteProfile(withBoth, 'E');
  assert.is(JSON.stringify(withBoth), before);
});

profiles('deleting takes the profile and leaves its configurations', () => {
  const next = change.deleteProfile(withBoth, 'E');
  assert.equal(next, initial);
});

profiles('renaming changes the name alone, of fixed profiles too', () => {
  const next = change.renameProfile(initial, 'Profile1', 'front door');
  assert.equal(get(next, 'Profile1'), { ...get(initial, 'Profile1'), name: 'front door' });
  assert.is(get(next, 'Profile2'), get(initial, 'Profile2'));
});

profiles('adding replaces what there is of the kind', () => {
  const next = change.addConfiguration(withBoth, 'E', 'VideoEncoder', 'VideoEncoder2', 'media2');
  assert.equal(get(next, 'E').configurations, { VideoSource: 'VideoSourceConfig1', VideoEncoder: 'VideoEncoder2' });
  assert.is(change.pictured(next, 'E').encoder, 'VideoEncoder2');
});

profiles('removing goes from the encoder to the source', () => {
  const next = change.removeConfiguration(withBoth, 'E', 'VideoEncoder', 'media2');
  assert.equal(get(next, 'E').configurations, { VideoSource: 'VideoSourceConfig1' });
  assert.equal(get(change.removeConfiguration(next, 'E', 'VideoSource', 'media2'), 'E').configurations, {});
});

profiles('metadata needs a source of sound or of pictures, whichever', () => {
  const heard = change.addConfiguration(withSource, 'E', 'AudioSource', 'AudioSourceConfig1', 'media2');
  const told = change.addConfiguration(heard, 'E', 'Metadata', 'Metadata1', 'media2');
  const { configurations } = get(change.removeConfiguration(told, 'E', 'VideoSource', 'media2'), 'E');
  assert.equal(configurations, { AudioSource: 'AudioSourceConfig1', Metadata: 'Metadata1' });
});

profiles('streams stand in the order video, audio, metadata, and one of them is enough', () => {
  const kinds = (entities: MediaEntities, token: string): readonly string[] =>
    change.streamable(entities, token).streams.map(({ kind }) => kind);
  assert.equal(kinds(initial, 'Profile1'), ['VideoEncoder', 'AudioEncoder', 'Metadata']);
  assert.equal(kinds(change.addConfiguration(withSource, 'E', 'Metadata', 'Metadata1', 'media2'), 'E'), ['Metadata']);
});

for (const service of ['media', 'media2'] as const)
  profiles(`a configuration that is not there is removed without effect: ${service}`, () => {
    for (const kind of configurationKinds)
      assert.is(change.removeConfiguration(withEmpty, 'E', kind, service), withEmpty);
  });

profiles('ver10 adds metadata without a source, and Media2 changes such a profile too', () => {
  const told = change.addConfiguration(withEmpty, 'E', 'Metadata', 'Metadata1', 'media');
  assert.equal(get(told, 'E').configurations, { Metadata: 'Metadata1' });
  assert.ok(change.isAddable(get(told, 'E'), 'Metadata', 'media2'));
  assert.not(change.isAddable(get(withEmpty, 'E'), 'Metadata', 'media2'));
  const output = change.addConfiguration(told, 'E', 'AudioOutput', 'AudioOutputConfig1', 'media2');
  assert.equal(get(change.removeConfiguration(output, 'E', 'AudioOutput', 'media2'), 'E'), get(told, 'E'));
  assert.equal(get(change.removeConfiguration(told, 'E', 'Metadata', 'media2'), 'E').configurations, {});
});

profiles.run();
