import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CameraFactsBook } from '../../../firmware/link/camera-facts.ts';
import type { FromMedia } from '../../../firmware/link/channel.ts';
import { MaskConfirmations } from '../../../firmware/link/mask-confirmations.ts';
import { MediaEvents } from '../../../firmware/link/media-events.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { systemClock } from '../../../hal/system/clock.ts';
import { createEventService } from '../../../services/events/service.ts';
import { Tampering } from '../../../services/imaging/tampering.ts';
import type { MediaControl } from '../../../services/plan/media-control.ts';
import type { PlayingTrack } from '../../../services/plan/session-event.ts';

const room = suite('media events');

/** Topics of every kind, in the order of the tracks below. */

const profile = {
  token: 'Profile1',
  name: 'main',
  fixed: true,
  multicasting: false,
  configurations: { AudioDecoder: 'Decoder1' },
};

const settings = {
  token: 'Metadata1',
  name: 'metadata',
  ptz: undefined,
  events: { xml: '' },
  analytics: false,
  compression: 'None',
  multicast: { address: '0.0.0.0', port: 0, ttl: 1, autoStart: false },
  srtp: 'NONE',
  sessionTimeout: 60,
} as const;

interface UnderTest {
  readonly events: MediaEvents;
  readonly cameras: CameraFactsBook;
  readonly told: string[];
  readonly documents: readonly string[];
}

/** Two turns of the timers: documents are written after what happens. */
const written = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

function underTest(): UnderTest {
  const service = createEventService({});
  const told: string[] = [];
  service.subscribe(undefined, ({ topic, items }) => {
    told.push([topic.split('/').at(-1), ...items.map(({ Value }) => Value)].join(' '));
  });
  const documents: string[] = [];
  const media: MediaControl = {
    snapshot: () => Promise.reject(new Error('not asked for here')),
    requestKeyFrame: () => undefined,
    sendMetadata: (token, document) => documents.push(`${token} ${Buffer.from(document).toString()}`),
  };
  const cameras = new CameraFactsBook();
  const events = new MediaEvents({
    events: service,
    media,
    masks: new MaskConfirmations(() => false),
    cameras,
    tampering: new Tampering(service, [{ id: 'VideoSource1' }], systemClock),
    motion: { take: (source, lost) => told.push(`motion ${source} ${lost}`), ended: () => undefined },
    analytics: { subscribe: () => ({ scene: () => [], close: () => undefined }) },
    entities: () => ({ profiles: [profile], Metadata: [settings] }),
    board: virtual,
    onLogin: ({ address, outcome }) => told.push(`${address} ${outcome}`),
    onLine: (line) => told.push(line),
    onEncoders: (working) => told.push(working.map(({ codec }) => codec).join(' ')),
    log: pino({ level: 'silent' }),
  });
  events.apply();
  told.splice(0);
  return { events, cameras, told, documents };
}

const opened: FromMedia = {
  kind: 'session',
  event: { kind: 'opened', id: 's1', path: 'Profile1', user: 'admin', address: '192.0.2.1' },
};
const closed: FromMedia = {
  kind: 'session',
  event: { kind: 'closed', id: 's1', path: 'Profile1', reason: 'TEARDOWN' },
};
const tracks: readonly PlayingTrack[] = [
  { stream: 'Encoder1', kind: 'video', transport: 'udp' },
  { stream: 'Audio1', kind: 'audio', transport: 'multicast' },
  { stream: 'Metadata1', kind: 'metadata', transport: 'interleaved' },
  { stream: 'Speaker1', kind: 'backchannel', transport: 'udp' },
];
const playing = (path: string, ...playingTracks: readonly PlayingTrack[]): FromMedia => ({
  kind: 'session',
  event: { kind: 'playing', id: 's1', path, link: 'plain', secure: false, tracks: playingTracks },
});
const watched = (id: string, yes: boolean): FromMedia => ({
  kind: 'pipeline',
  event: { kind: 'metadata-watched', id, watched: yes },
});

room('a session is told for each of its unicast streams while it plays', () => {
  const { events, told } = underTest();
  events.take(opened);
  assert.equal(told, []);
  events.take(playing('Profile1', ...tracks));
  const [video, metadata] = ['VideoEncoder Encoder1 192.0.2.1', 'Metadata Metadata1 192.0.2.1'];
  assert.equal(told.splice(0), [video, metadata, 'AudioDecoder Decoder1 192.0.2.1']);
  events.take(playing('Profile1', ...tracks.slice(0, 1)));
  assert.equal(told.splice(0), ['Metadata Metadata1 ', 'AudioDecoder Decoder1 ']);
  events.take(closed);
  assert.equal(told.splice(0), ['VideoEncoder Encoder1 ']);
});

room('documents flow while the media process says that somebody watches', async () => {
  const { events, documents } = underTest();
  events.take(watched('Unknown', true));
  await written();
  assert.equal(documents, []);
  events.take(watched('Metadata1', true));
  await written();
  assert.is(documents.length, 1);
  assert.match(documents[0] ?? '', /^Metadata1 .*<tt:MetadataStream/s);
  events.take({ kind: 'pipeline', event: { kind: 'metadata-wanted', id: 'Metadata1' } });
  events.take(opened);
  events.take(playing('Profile1', ...tracks));
  await new Promise((resolve) => setTimeout(resolve, 80));
  assert.is(documents.length, 2);
  assert.match(documents[1] ?? '', /ActiveSessions\/Metadata/);
  events.take(watched('Metadata1', false));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.is(documents.length, 2);
});

room('sessions and receivers end with the media process', async () => {
  const { events, told, documents } = underTest();
  events.take(opened);
  events.take(playing('Profile1', ...tracks));
  events.take(watched('Metadata1', true));
  events.ended();
  assert.is(told.length, 6);
  await written();
  assert.equal(documents, []);
});

room('what a camera told of itself is known until the media process ends', () => {
  const { events, cameras } = underTest();
  const facts = { levels: {}, modes: {}, initialModes: {}, exposureWindow: false };
  events.take({ kind: 'pipeline', event: { kind: 'camera', id: 'VideoSource1', facts, values: { levels: {} } } });
  assert.equal(cameras.get('VideoSource1')?.facts, facts);
  events.ended();
  assert.is(cameras.get('VideoSource1'), undefined);
});

room('a lost signal stays lost over the end of the media process, until it is told anew', () => {
  const { events, told } = underTest();
  const signal = (lost: boolean): FromMedia => ({
    kind: 'pipeline',
    event: { kind: 'signal', id: 'VideoSource1', lost, reason: 'unplugged' },
  });
  events.take(signal(false));
  assert.equal(told, []);
  events.take(signal(true));
  events.ended();
  events.take(signal(true));
  assert.equal(told.splice(0), ['SignalLoss VideoSource1 true']);
  events.take(signal(false));
  assert.equal(told, ['SignalLoss VideoSource1 false']);
});

room('what the media process says of the encoders is told on, by each process anew', () => {
  const { events, told } = underTest();
  const message: FromMedia = { kind: 'pipeline', event: { kind: 'encoders', encoders: virtual.encoders } };
  events.take(message);
  events.ended();
  assert.equal(told.splice(0), ['H264 H265 JPEG']);
  events.take(message);
  assert.equal(told, ['H264 H265 JPEG']);
});

room('what concerns nobody here is passed over', () => {
  const { events, told, documents } = underTest();
  for (const message of [
    { kind: 'heartbeat', next: 500 },
    { kind: 'pipeline', event: { kind: 'pipeline-recovered', id: 'Encoder1' } },
    closed,
    opened,
    playing('Gone', { stream: 'Speaker1', kind: 'backchannel', transport: 'udp' }),
  ] as const satisfies readonly FromMedia[])
    events.take(message);
  assert.equal([...told, ...documents], []);
});

room.run();
