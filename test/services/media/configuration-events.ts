import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EventHub } from '../../../services/events/event-hub.ts';
import type { EventMessage } from '../../../services/events/event-message.ts';
import { type MediaOperations, mediaOperations } from '../../../services/generated/media-operations.ts';
import { type Media2Operations, media2Operations } from '../../../services/generated/media2-operations.ts';
import { createMediaService } from '../../../services/media/service.ts';
import { createMedia2Service } from '../../../services/media2/service.ts';
import { full, turning } from '../entities/boards.ts';
import { type MediaUnderTest, mediaUnderTest } from '../entities/media-under-test.ts';
import { Exchange } from '../events/exchange.ts';

const told = suite('events of changed configurations');

interface UnderTest {
  readonly media: Exchange<MediaOperations>;
  readonly media2: Exchange<Media2Operations>;
  /** Events of the topic tns1:Configuration since the last look. */
  readonly news: () => readonly EventMessage[];
  readonly camera: MediaUnderTest;
}

function underTest(board: typeof full = { ...full, ...(turning.axes && { axes: turning.axes }) }): UnderTest {
  const camera = mediaUnderTest(new Map(), board);
  return {
    camera,
    media: new Exchange<MediaOperations>(createMediaService(camera), mediaOperations),
    media2: new Exchange<Media2Operations>(createMedia2Service(camera), media2Operations),
    news: () => camera.published.splice(0).filter(({ topic }) => topic.startsWith('tns1:Configuration/')),
  };
}

const value = (message: EventMessage | undefined): unknown => message?.elements?.Configuration?.value;

// shows MED-18
told('each kind has its topic, and the event has the configuration as a client of ver10 reads it', async () => {
  const { media, news } = underTest();
  const list = async (name: Parameters<typeof media.call>[0]): Promise<{ readonly token: string } | undefined> => {
    const { Configurations = [] } = (await media.call(name, {} as never)) as {
      readonly Configurations?: readonly { readonly token: string; readonly Name: string }[];
    };
    return Configurations[0];
  };
  const rows = [
    ['VideoSource', 'VideoSourceConfiguration/MediaService'],
    ['VideoEncoder', 'VideoEncoderConfiguration'],
    ['AudioSource', 'AudioSourceConfiguration/MediaService'],
    ['AudioEncoder', 'AudioEncoderConfiguration'],
    ['AudioOutput', 'AudioOutputConfiguration/MediaService'],
    ['Metadata', 'MetadataConfiguration'],
  ] as const;
  for (const [kind, topic] of rows) {
    const present = await list(`Get${kind}Configurations`);
    const Configuration = { ...present, Name: `new ${kind}` };
    await media.call(`Set${kind}Configuration`, { Configuration, ForcePersistence: true } as never);
    const events = news();
    assert.equal(
      events.map((event) => [event.topic, event.source, event.elements?.Configuration?.type]),
      [[`tns1:Configuration/${topic}`, { Token: present?.token }, `tt:${kind}Configuration`]],
    );
    assert.equal(value(events[0]), await list(`Get${kind}Configurations`));
  }
});

// shows MED-18
told('a profile is told when it is made, changed and deleted, by either service', async () => {
  const { media, media2, news } = underTest();
  const night = { ProfileToken: 'Night' };
  await media.call('CreateProfile', { Name: 'Night', Token: 'Night' });
  await media2.call('AddConfiguration', { ...night, Configuration: [{ Type: 'VideoSource' }, { Type: 'PTZ' }] });
  const { Profile } = await media.call('GetProfile', night);
  const [made, changed] = news();
  assert.equal([made?.topic, made?.source], ['tns1:Configuration/Profile', { Token: 'Night' }]);
  assert.equal(value(changed), Profile);
  await media2.call('DeleteProfile', { Token: 'Night' });
  const [deleted, ...others] = news();
  assert.equal([deleted?.source, deleted?.elements, others], [{ Token: 'Night' }, undefined, []]);
});

told('a configuration that ver10 cannot express is told by Media2 alone', async () => {
  const { media2, camera, news } = underTest();
  const { Configurations: [, second] = [] } = await media2.call('GetVideoEncoderConfigurations', {});
  if (second === undefined) throw new Error('there is no second encoder');
  const { Profile: _profile, ...plain } = second;
  await media2.call('SetVideoEncoderConfiguration', { Configuration: { ...plain, Encoding: 'H265' } });
  assert.is(camera.published.at(-1)?.topic, 'tns1:Media/ConfigurationChanged');
  assert.equal(news(), []);
});

told('what is told is valid against the schema, and declared for what the board has only', async () => {
  const hub = new EventHub([], () => 0);
  const camera = mediaUnderTest(new Map(), turning);
  createMediaService({ ...camera, events: hub });
  const topics = [...hub.topics.all].map(({ topic }) => topic);
  assert.ok(topics.includes('tns1:Configuration/PTZConfiguration'));
  assert.not(topics.some((topic) => topic.includes('Audio')));
  const seen: string[] = [];
  hub.listen(({ holder }) => seen.push(JSON.stringify(holder)));
  await camera.store.change((present) => ({
    next: { ...present },
    changes: [
      { kind: 'configuration', token: 'PTZ1', type: 'PTZ' },
      { kind: 'profile', token: 'Profile1' },
    ],
  }));
  assert.match(seen[0] ?? '', /tt:ElementItem.*tt:PTZConfiguration/);
  assert.match(seen[1] ?? '', /tt:ElementItem.*tt:Profile/);
});

told.run();
