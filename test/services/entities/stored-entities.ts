import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clip } from '../../../hal/boards/clip.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { defaultEntities } from '../../../services/entities/defaults.ts';
import type { Facts } from '../../../services/entities/kind.ts';
import type { MediaEntities } from '../../../services/entities/kinds.ts';
import { mediaSetting } from '../../../services/entities/media-setting.ts';
import { decodeStored } from '../../../services/settings/decode-stored.ts';
import { deviceId, full, plain } from './boards.ts';

const stored = suite('stored entities');

type Json = Record<string, unknown>;

function decodeEntities(value: unknown, facts: Facts, version = 2): MediaEntities {
  return decodeStored(mediaSetting(facts), { version, value });
}

const initial = defaultEntities({ board: full, deviceId });

/** The defaults as they stand on disk, with one entry changed. */
function changed(list: Exclude<keyof MediaEntities, 'modes'>, change: Json): unknown {
  const value = JSON.parse(JSON.stringify(initial)) as Record<string, Json[]>;
  const [first, ...others] = value[list] ?? [];
  return { ...value, [list]: [{ ...first, ...change }, ...others] };
}

stored('reads what was written, for each board', () => {
  for (const board of [plain, full, virtual, clip]) {
    const entities = defaultEntities({ board, deviceId });
    assert.equal(decodeEntities(JSON.parse(JSON.stringify(entities)), { board, deviceId }), entities);
  }
});

for (const { codec, profiles, govLength, frameRates, constantBitRate } of full.encoders)
  stored(`reads an encoder of ${codec} that was written`, () => {
    const [first, ...others] = initial.VideoEncoder;
    if (first === undefined) throw new Error('no encoder');
    const rates = { govLength: govLength.min, bitrate: 800, frameRate: frameRates[0] ?? 15, constantBitRate };
    const one = { ...first, codec, profile: profiles[0], ...rates };
    const entities = { ...initial, VideoEncoder: [one, ...others] };
    assert.equal(decodeEntities(JSON.parse(JSON.stringify(entities)), { board: full, deviceId }), entities);
  });

stored('leaves out what it does not know', () => {
  assert.equal(decodeEntities(changed('profiles', { later: 1 }), { board: full, deviceId }), initial);
  const configurations = { ...initial.profiles[0]?.configurations, Receiver: 'x' };
  assert.equal(decodeEntities(changed('profiles', { configurations }), { board: full, deviceId }), initial);
});

const group = { address: '239.1.2.3', port: 5000, ttl: 1, autoStart: false };

const damaged: readonly (readonly [what: string, value: unknown])[] = [
  ['nothing', null],
  ['a text', 'x'],
  ['a list', []],
  ['an empty object', {}],
  ['no profiles', { ...initial, profiles: undefined }],
  ['profiles that are no list', { ...initial, profiles: {} }],
  ['a profile that is no object', { ...initial, profiles: [1] }],
  ['more profiles than fit', { ...initial, profiles: Array(17).fill(initial.profiles[0]) }],
  ['two profiles of one token', changed('profiles', { token: 'Profile2' })],
  ['two encoders of one token', changed('VideoEncoder', { token: 'VideoEncoder2' })],
  ['a profile without token', changed('profiles', { token: undefined })],
  ['a profile whose token is too long', changed('profiles', { token: 'x'.repeat(65) })],
  ['a profile whose name is no text', changed('profiles', { name: 1 })],
  ['a profile that may be fixed', changed('profiles', { fixed: 'yes' })],
  ['a profile without configurations', changed('profiles', { configurations: null })],
  ['a configuration that does not exist', changed('profiles', { configurations: { VideoSource: 'Other' } })],
  ['a source that the board lacks', changed('VideoSource', { source: 'VideoSource9' })],
  ['another codec', changed('VideoEncoder', { codec: 'AV1' })],
  ['a resolution of texts', changed('VideoEncoder', { width: '1280' })],
  ['no frames', changed('VideoEncoder', { frameRate: 0 })],
  ['a bit rate that is none', changed('VideoEncoder', { bitrate: null })],
  ['no bits', changed('VideoEncoder', { bitrate: 0 })],
  ['no key frames', changed('VideoEncoder', { govLength: 0 })],
  ['a session that ends too soon', changed('VideoEncoder', { sessionTimeout: 9 })],
  ['a group that is no address', changed('VideoEncoder', { multicast: { ...group, address: 'x' } })],
  ['a group that is half', changed('Metadata', { multicast: { ...group, ttl: undefined } })],
  ['an unknown SRTP algorithm', changed('AudioEncoder', { srtp: 'ROT13' })],
  ['a microphone that the board lacks', changed('AudioSource', { source: 'AudioSource9' })],
  ['an audio codec that the board lacks', changed('AudioEncoder', { codec: 'opus' })],
  ['a speaker that the board lacks', changed('AudioOutput', { output: 'x' })],
  ['a speaker that is too loud', changed('AudioOutput', { level: 101 })],
  ['an unknown primacy', changed('AudioOutput', { primacy: 'Both' })],
  ['a filter that is no XML', changed('Metadata', { events: { xml: '<' } })],
  ['a filter that is no text', changed('Metadata', { events: {} })],
  ['an unknown compression', changed('Metadata', { compression: 'EXI' })],
  ['a profile that may be multicasting', changed('profiles', { multicasting: 1 })],
  ['a flag that is a number', changed('VideoEncoder', { constantBitRate: 1 })],
];

for (const [what, value] of damaged) {
  stored(`refuses ${what}`, () => {
    assert.throws(() => decodeEntities(value, { board: full, deviceId }), /^media does not fit: /);
  });
}

/** What was offered once, by another version, image or board file, and what it becomes. */
const narrowed: readonly (readonly [
  what: string,
  list: Exclude<keyof MediaEntities, 'modes'>,
  before: Json,
  after: Json,
])[] = [
  ['too few bits', 'VideoEncoder', { bitrate: 63 }, { bitrate: 64 }],
  ['too many bits', 'VideoEncoder', { bitrate: 16_001 }, { bitrate: 16_000 }],
  ['too long a distance of key frames', 'VideoEncoder', { govLength: 90_000 }, { govLength: 300 }],
  ['a quality beyond the best', 'VideoEncoder', { quality: 101 }, { quality: 100 }],
  ['a resolution that the board lacks', 'VideoEncoder', { width: 1281 }, { width: 1280 }],
  ['another H.264 profile', 'VideoEncoder', { profile: 'Extended' }, { profile: 'Main' }],
  ['a profile of another codec', 'VideoEncoder', { profile: 'Main10' }, { profile: 'Main' }],
  ['a profile that nobody knows', 'VideoEncoder', { profile: 'Best' }, { profile: 'Main' }],
  ['a bit rate that the audio codec lacks', 'AudioEncoder', { bitrate: 63 }, { bitrate: 64 }],
  ['a sample rate that the audio codec lacks', 'AudioEncoder', { sampleRate: 8 }, { sampleRate: 8000 }],
];

for (const [what, list, before, after] of narrowed)
  stored(`brings ${what} to the nearest that is offered, and keeps everything else`, () => {
    const [read, wanted] = [before, after].map((change) =>
      decodeEntities(changed(list, { name: 'mine', ...change }), { board: full, deviceId }),
    );
    assert.equal(read, wanted);
    assert.is(read?.[list][0]?.name, 'mine');
    const first = new Map(Object.entries(read?.[list][0] ?? {}));
    for (const [member, value] of Object.entries(after)) assert.is(first.get(member), value);
  });

stored('brings a codec that the board no longer has to H.264', () => {
  const board = { ...full, encoders: full.encoders.filter(({ codec }) => codec !== 'H265') };
  const { VideoEncoder } = decodeEntities(changed('VideoEncoder', { codec: 'H265' }), { board, deviceId });
  assert.is(VideoEncoder[0]?.codec, 'H264');
});

stored('answers any value with entities or its own error', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(initial)), (value, place) => {
      try {
        decodeEntities({ ...initial, [place]: value }, { board: full, deviceId });
        return true;
      } catch (error) {
        return error instanceof Error && error.message.startsWith('media does not fit: ');
      }
    }),
  );
});

/** A camera of the version that knew pictures only, with a profile of a client. */
const old = {
  profiles: [
    {
      token: 'Profile1',
      name: 'front door',
      fixed: true,
      configurations: { VideoSource: 'VideoSourceConfig1', VideoEncoder: 'VideoEncoder1' },
    },
    { token: 'Profile2', name: 'bare', fixed: true, configurations: {} },
    {
      token: 'Night',
      name: 'Night',
      fixed: false,
      configurations: { VideoSource: 'VideoSourceConfig1', VideoEncoder: 'VideoEncoder2' },
    },
  ],
  VideoSource: [{ token: 'VideoSourceConfig1', name: 'door', source: 'VideoSource1' }],
  VideoEncoder: ['VideoEncoder1', 'VideoEncoder2'].map((token) => ({
    token,
    name: 'mine',
    codec: 'H264',
    width: 800,
    height: 448,
    frameRate: 12,
    bitrate: 1234,
    constantBitRate: false,
    govLength: 24,
    profile: 'High',
    quality: 75,
    sessionTimeout: 90,
  })),
};

stored('completes what the version before stored, and keeps all of it', () => {
  const entities = decodeEntities(old, { board: full, deviceId }, 1);
  assert.equal(entities.VideoSource, old.VideoSource);
  const { multicast, srtp } = initial.VideoEncoder[1] ?? {};
  assert.equal(entities.VideoEncoder[1], { ...old.VideoEncoder[1], multicast, srtp });
  assert.equal(entities.VideoEncoder[2], initial.VideoEncoder[2]);
  for (const kind of ['AudioSource', 'AudioEncoder', 'Metadata', 'AudioOutput', 'AudioDecoder'] as const)
    assert.equal(entities[kind], initial[kind]);
  const [main, bare, night] = entities.profiles;
  assert.equal(main, { ...initial.profiles[0], name: 'front door' });
  assert.equal(bare?.configurations, {});
  assert.equal(night, { ...old.profiles[2], multicasting: false });
});

stored('a board that gained a microphone has it in its fixed profiles', () => {
  const silent = { ...full, audioSources: [] };
  const entities = decodeEntities(defaultEntities({ board: silent, deviceId }), { board: full, deviceId });
  assert.equal(entities, initial);
});

stored('what clients took out of a fixed profile stays out', () => {
  const configurations = { VideoSource: 'VideoSourceConfig1' };
  const value = changed('profiles', { configurations });
  assert.equal(decodeEntities(value, { board: full, deviceId }).profiles[0]?.configurations, configurations);
});

stored.run();
