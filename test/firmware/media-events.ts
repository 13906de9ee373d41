import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FromMedia } from '../../firmware/channel.ts';
import { MediaEvents, sessionKinds } from '../../firmware/media-events.ts';
import { createEventService } from '../../services/events/service.ts';
import { activeSessionTopics } from '../../services/media/active-sessions.ts';
import type { MediaControl } from '../../services/media/media-control.ts';

const room = suite('media events');

const track = (stream: string): { stream: string; multicast: undefined; srtp: 'NONE' } => ({
  stream,
  multicast: undefined,
  srtp: 'NONE',
});

const plan = {
  media: {
    sources: [],
    encoders: [
      {
        id: 'Encoder1',
        source: 'Source1',
        codec: 'H264',
        width: 640,
        height: 360,
        frameRate: 25,
        bitrate: 500,
        constantBitRate: true,
        govLength: 25,
        profile: 'Main',
        quality: 50,
      },
    ],
    audioSources: [],
    audioEncoders: [{ id: 'Audio1', source: 'Microphone1', codec: 'PCMU', bitrate: 64, sampleRate: 8000 }],
    metadata: [{ id: 'Metadata1', compression: 'None' }],
    audioOutputs: [],
  },
  paths: [
    {
      path: 'Profile1',
      name: 'main',
      tracks: ['Encoder1', 'Audio1', 'Metadata1', 'Unknown'].map(track),
      backchannel: undefined,
      sessionTimeout: 60,
    },
  ],
} as const;

const settings = {
  token: 'Metadata1',
  ptz: undefined,
  events: { xml: '' },
  analytics: false,
  compression: 'None',
} as const;

interface UnderTest {
  readonly events: MediaEvents;
  readonly told: readonly string[];
  readonly documents: readonly string[];
}

/** Two turns of the timers: documents are written after what happens. */
const written = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

function underTest(): UnderTest {
  const service = createEventService({ declarations: activeSessionTopics(sessionKinds) });
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
  const events = new MediaEvents({ events: service, media, log: pino({ level: 'silent' }) });
  events.apply(plan, [settings]);
  return { events, told, documents };
}

const opened: FromMedia = {
  kind: 'session',
  event: { kind: 'opened', id: 's1', path: 'Profile1', user: 'admin', address: '192.0.2.1' },
};
const watched = (id: string, yes: boolean): FromMedia => ({
  kind: 'pipeline',
  event: { kind: 'metadata-watched', id, watched: yes },
});

room('a session is told for each of its streams, and again when it closes', () => {
  const { events, told } = underTest();
  events.take(opened);
  assert.equal(told, [
    'VideoEncoder Encoder1 192.0.2.1',
    'AudioEncoder Audio1 192.0.2.1',
    'Metadata Metadata1 192.0.2.1',
  ]);
  events.take({ kind: 'session', event: { kind: 'closed', id: 's1', path: 'Profile1', reason: 'TEARDOWN' } });
  assert.equal(told.slice(3), ['VideoEncoder Encoder1 ', 'AudioEncoder Audio1 ', 'Metadata Metadata1 ']);
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
  events.take(watched('Metadata1', true));
  events.ended();
  assert.is(told.length, 6);
  await written();
  assert.equal(documents, []);
});

room('what concerns nobody here is passed over', () => {
  const { events, told, documents } = underTest();
  for (const message of [
    { kind: 'heartbeat' },
    { kind: 'pipeline', event: { kind: 'pipeline-recovered', id: 'Encoder1' } },
    { kind: 'session', event: { kind: 'opened', id: 's2', path: 'Gone', user: 'admin', address: '192.0.2.1' } },
  ] as const satisfies readonly FromMedia[])
    events.take(message);
  assert.equal([...told, ...documents], []);
});

room.run();
