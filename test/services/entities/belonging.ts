import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../hal/boards/board.ts';
import { type MediaOperations, mediaOperations } from '../../../services/generated/media-operations.ts';
import { type Media2Operations, media2Operations } from '../../../services/generated/media2-operations.ts';
import { createMediaService } from '../../../services/media/service.ts';
import { createMedia2Service } from '../../../services/media2/service.ts';
import { Exchange } from '../events/exchange.ts';
import { plain } from './boards.ts';
import { type MediaUnderTest, mediaUnderTest } from './media-under-test.ts';

const head = suite('heads and the video sources of profiles');

const [camera] = plain.sources;
if (camera === undefined) throw new Error('the board has no camera');

const motor = { min: -90, max: 90, maxSpeed: 90, drive: { kind: 'virtual', acceleration: 90 } } as const;

/** Two cameras, the second of which turns by the first head: a fixed camera beside a dome. */
const twoCameras: Board = {
  ...plain,
  name: 'two-cameras',
  sources: [camera, { ...camera, id: 'VideoSource2' }],
  axes: [
    { ...motor, id: 'Pan1', axis: 'pan' },
    { ...motor, id: 'Pan2', axis: 'pan' },
  ],
  heads: [
    { id: 'PTZ2', sources: ['VideoSource2'], axes: ['Pan2'] },
    { id: 'PTZ1', sources: ['VideoSource1'], axes: ['Pan1'] },
  ],
};

interface UnderTest {
  readonly camera: MediaUnderTest;
  readonly media: Exchange<MediaOperations>;
  readonly media2: Exchange<Media2Operations>;
}

function underTest(stored: Map<string, string> = new Map()): UnderTest {
  const under = mediaUnderTest(stored, twoCameras);
  return {
    camera: under,
    media: new Exchange<MediaOperations>(createMediaService(under), mediaOperations),
    media2: new Exchange<Media2Operations>(createMedia2Service(under), media2Operations),
  };
}

const conflict = 'Receiver ter:Action ter:ConfigurationConflict';
const night = { ProfileToken: 'Night' };

async function profileOf(media: Exchange<MediaOperations>, source: string): Promise<void> {
  await media.call('CreateProfile', { Name: 'Night', Token: 'Night' });
  await media.call('AddVideoSourceConfiguration', { ...night, ConfigurationToken: source });
}

head('a fresh camera has the head of its first source in its profiles', async () => {
  const { media } = underTest();
  const { Profiles = [] } = await media.call('GetProfiles', {});
  assert.equal(
    Profiles.map(({ PTZConfiguration, VideoSourceConfiguration }) => [
      VideoSourceConfiguration?.SourceToken,
      PTZConfiguration?.NodeToken,
    ]),
    [
      ['VideoSource1', 'PTZ1'],
      ['VideoSource1', 'PTZ1'],
    ],
  );
  const { Configurations = [] } = await media.call('GetVideoSourceConfigurations', {});
  assert.equal(
    Configurations.map(({ token, SourceToken }) => [token, SourceToken]),
    [
      ['VideoSourceConfig1', 'VideoSource1'],
      ['VideoSourceConfig2', 'VideoSource2'],
    ],
  );
});

// shows MED-03
head('a profile takes the head of its own source alone, by both services', async () => {
  const { media, media2 } = underTest();
  await profileOf(media, 'VideoSourceConfig2');
  assert.is(await media.refusal('AddPTZConfiguration', { ...night, ConfigurationToken: 'PTZ1' }), conflict);
  const foreign = { ...night, Configuration: [{ Type: 'PTZ', Token: 'PTZ1' }] };
  assert.is(await media2.refusal('AddConfiguration', foreign), conflict);
  const both = {
    Name: 'Day',
    Configuration: [
      { Type: 'VideoSource', Token: 'VideoSourceConfig1' },
      { Type: 'PTZ', Token: 'PTZ2' },
    ],
  };
  assert.is(await media2.refusal('CreateProfile', both), conflict);
  assert.is((await media.call('GetProfiles', {})).Profiles?.length, 3);
  await media.call('AddPTZConfiguration', { ...night, ConfigurationToken: 'PTZ2' });
  assert.is((await media.call('GetProfile', night)).Profile.PTZConfiguration?.token, 'PTZ2');
});

head('the source under a head changes only together with it', async () => {
  const { camera, media, media2 } = underTest();
  const other = { ProfileToken: 'Profile1', ConfigurationToken: 'VideoSourceConfig2' };
  assert.is(await media.refusal('AddVideoSourceConfiguration', other), conflict);
  const { Configurations: [first] = [] } = await media2.call('GetVideoSourceConfigurations', {});
  if (first === undefined) throw new Error('there is no video source configuration');
  const moved = { Configuration: { ...first, SourceToken: 'VideoSource2' } };
  assert.is(await media2.refusal('SetVideoSourceConfiguration', moved), conflict);
  assert.is(await media.refusal('SetVideoSourceConfiguration', { ...moved, ForcePersistence: true }), conflict);
  assert.equal(underTest(camera.stored).camera.store.entities, camera.store.entities);
  const Configuration = [
    { Type: 'PTZ', Token: 'PTZ2' },
    { Type: 'Analytics', Token: 'VideoAnalytics2' },
    { Type: 'VideoSource', Token: 'VideoSourceConfig2' },
  ];
  await media2.call('AddConfiguration', { ProfileToken: 'Profile1', Configuration });
  assert.is(camera.store.entities.profiles[0]?.configurations.PTZ, 'PTZ2');
});

// shows PTZ-03
head('compatible lists and the choice of the device keep to the source of the profile', async () => {
  const { media, media2 } = underTest();
  await profileOf(media, 'VideoSourceConfig1');
  await media2.call('AddConfiguration', { ...night, Configuration: [{ Type: 'PTZ' }] });
  assert.is((await media.call('GetProfile', night)).Profile.PTZConfiguration?.token, 'PTZ1');
  const { Configurations = [] } = await media.call('GetCompatibleVideoSourceConfigurations', night);
  assert.equal(
    Configurations.map(({ token }) => token),
    ['VideoSourceConfig1'],
  );
  await media.call('RemovePTZConfiguration', night);
  const { Configurations: all = [] } = await media2.call('GetVideoSourceConfigurations', night);
  assert.equal(
    all.map(({ token }) => token),
    ['VideoSourceConfig1', 'VideoSourceConfig2'],
  );
});

head('a profile that an older version left with a foreign head stays, and can be mended', async () => {
  const { camera, media } = underTest();
  await camera.store.change((present) => ({ next: present, changes: [] }));
  const name = 'media';
  const section = [...camera.stored].find(([key]) => key.includes(name));
  await media.call('RemovePTZConfiguration', { ProfileToken: 'Profile1' });
  const [key, text] = [...camera.stored].find(([one]) => one.includes(name)) ?? section ?? ['', ''];
  camera.stored.set(key, text.replace('"VideoEncoder":"VideoEncoder1"', '"VideoEncoder":"VideoEncoder1","PTZ":"PTZ2"'));
  const again = underTest(camera.stored);
  assert.is(again.camera.store.entities.profiles[0]?.configurations.PTZ, 'PTZ2');
  await again.media.call('AddMetadataConfiguration', { ProfileToken: 'Profile1', ConfigurationToken: 'Metadata1' });
  await again.media.call('AddPTZConfiguration', { ProfileToken: 'Profile1', ConfigurationToken: 'PTZ1' });
  assert.is(again.camera.store.entities.profiles[0]?.configurations.PTZ, 'PTZ1');
});

head.run();
