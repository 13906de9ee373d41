import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../../../hal/boards/board.ts';
import { type MediaOperations, mediaOperations } from '../../../../../services/generated/media-operations.ts';
import { type Media2Operations, media2Operations } from '../../../../../services/generated/media2-operations.ts';
import { createMediaService } from '../../../../../services/media/service.ts';
import { createMedia2Service } from '../../../../../services/media2/service.ts';
import { Exchange } from '../../../events/exchange.ts';
import { turning } from '../../boards.ts';
import { type MediaUnderTest, mediaUnderTest, toldBy } from '../../media-under-test.ts';

const kind = suite('PTZ configurations');

interface UnderTest {
  readonly camera: MediaUnderTest;
  readonly media: Exchange<MediaOperations>;
  readonly media2: Exchange<Media2Operations>;
}

function underTest(board: Board = turning, camera: MediaUnderTest = mediaUnderTest(new Map(), board)): UnderTest {
  return {
    camera,
    media: new Exchange<MediaOperations>(createMediaService(camera), mediaOperations),
    media2: new Exchange<Media2Operations>(createMedia2Service(camera), media2Operations),
  };
}

const base = 'http://www.onvif.org/ver10/tptz';

const usual = {
  token: 'PTZ1',
  Name: 'PTZ1',
  UseCount: 2,
  NodeToken: 'PTZ1',
  DefaultAbsolutePantTiltPositionSpace: `${base}/PanTiltSpaces/PositionGenericSpace`,
  DefaultAbsoluteZoomPositionSpace: `${base}/ZoomSpaces/PositionGenericSpace`,
  DefaultRelativePanTiltTranslationSpace: `${base}/PanTiltSpaces/TranslationGenericSpace`,
  DefaultRelativeZoomTranslationSpace: `${base}/ZoomSpaces/TranslationGenericSpace`,
  DefaultContinuousPanTiltVelocitySpace: `${base}/PanTiltSpaces/VelocityGenericSpace`,
  DefaultContinuousZoomVelocitySpace: `${base}/ZoomSpaces/VelocityGenericSpace`,
  DefaultPTZSpeed: {
    PanTilt: { x: 1, y: 1, space: `${base}/PanTiltSpaces/GenericSpeedSpace` },
    Zoom: { x: 1, space: `${base}/ZoomSpaces/ZoomGenericSpeedSpace` },
  },
  DefaultPTZTimeout: 'PT10S',
  PanTiltLimits: {
    Range: {
      URI: `${base}/PanTiltSpaces/PositionGenericSpace`,
      XRange: { Min: -1, Max: 1 },
      YRange: { Min: -1, Max: 1 },
    },
  },
  ZoomLimits: { Range: { URI: `${base}/ZoomSpaces/PositionGenericSpace`, XRange: { Min: 0, Max: 1 } } },
  Extension: { PTControlDirection: { Reverse: { Mode: 'AUTO' } } },
};

// shows PTZ-02, MD2-21
kind('stand in full in the ready profiles of both services', async () => {
  const { media, media2 } = underTest();
  const { Profiles = [] } = await media.call('GetProfiles', {});
  assert.is(Profiles.length, 2);
  for (const { PTZConfiguration } of Profiles) assert.equal(PTZConfiguration, usual);
  const { Profiles: both = [] } = await media2.call('GetProfiles', { Type: ['PTZ'] });
  assert.equal(
    both.map(({ Configurations }) => Configurations?.PTZ),
    [usual, usual],
  );
  const { Capabilities } = await media2.call('GetServiceCapabilities', {});
  assert.ok(Capabilities.ProfileCapabilities.ConfigurationsSupported?.includes('PTZ'));
  await media.validate();
  await media2.validate();
});

const night = { ProfileToken: 'Night' };

// shows MED-03
kind('are added to a profile with a video source, and removed, by both services', async () => {
  const { camera, media, media2 } = underTest();
  await media.call('CreateProfile', { Name: 'Night', Token: 'Night' });
  const both = { ...night, ConfigurationToken: 'PTZ1' };
  assert.is(await media.refusal('AddPTZConfiguration', both), 'Receiver ter:Action ter:ConfigurationConflict');
  await media.call('AddVideoSourceConfiguration', { ...night, ConfigurationToken: 'VideoSourceConfig1' });
  const unknown = { ...night, ConfigurationToken: 'PTZ2' };
  assert.is(await media.refusal('AddPTZConfiguration', unknown), 'Sender ter:InvalidArgVal ter:NoConfig');
  await media.call('AddPTZConfiguration', both);
  assert.is((await media.call('GetProfile', night)).Profile.PTZConfiguration?.UseCount, 3);
  await media.call('RemovePTZConfiguration', night);
  assert.is((await media.call('GetProfile', night)).Profile.PTZConfiguration, undefined);
  await media2.call('AddConfiguration', { ...night, Configuration: [{ Type: 'PTZ' }] });
  const { Profiles: [first] = [] } = await media2.call('GetProfiles', { Token: 'Night', Type: ['All'] });
  assert.is(first?.Configurations?.PTZ?.token, 'PTZ1');
  assert.is(toldBy(camera.published).at(-1), 'ProfileChanged Night');
  assert.equal(camera.restarted().store.entities, camera.store.entities);
  await media.validate();
  await media2.validate();
});

kind('of a head that only zooms have nothing for pan and tilt', async () => {
  const { media } = underTest({ ...turning, axes: turning.axes?.filter(({ axis }) => axis === 'zoom') ?? [] });
  const { Profile } = await media.call('GetProfile', { ProfileToken: 'Profile1' });
  const told = Object.entries(Profile.PTZConfiguration ?? {}).filter(([, value]) => value !== undefined);
  assert.equal(
    told.map(([name]) => name).filter((name) => /PanTilt|Pant/.test(name)),
    [],
  );
  assert.is(Profile.PTZConfiguration?.DefaultPTZSpeed?.PanTilt, undefined);
  await media.validate();
});

kind('of a motor without positions have velocity spaces alone', async () => {
  const axes = (turning.axes ?? []).map((axis) => ({
    ...axis,
    drive: { kind: 'pelco-d', port: 'Serial1', address: 1 } as const,
  }));
  const { media } = underTest({ ...turning, axes });
  const { Profile } = await media.call('GetProfile', { ProfileToken: 'Profile1' });
  const names = Object.keys(Profile.PTZConfiguration ?? {}).filter((name) => /Space$|Limits$|Speed$/.test(name));
  assert.equal(names, ['DefaultContinuousPanTiltVelocitySpace', 'DefaultContinuousZoomVelocitySpace']);
  await media.validate();
});

kind.run();
