import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { encodeElement } from '../../../services/schema/codec.ts';
import { lens, panTilt, profile, ptzUnderTest, zoom } from './ptz-under-test.ts';

const nodes = suite('PTZ nodes and configurations');

const sender = 'Sender ter:InvalidArgVal ter:';

// shows PTZ-01, PTZ-20, PTZ-21
nodes('name the generic space first in each list, and what lens and motors allow after it', async () => {
  const { soap } = await ptzUnderTest({ head: lens });
  const { PTZNode: [node] = [] } = await soap.call('GetNodes', {});
  assert.equal((await soap.call('GetNode', { NodeToken: 'PTZ1' })).PTZNode, node);
  const range = (Min: number, Max: number) => ({ Min, Max });
  assert.equal(node?.SupportedPTZSpaces.AbsolutePanTiltPositionSpace, [
    { URI: panTilt('PositionGenericSpace'), XRange: range(-1, 1), YRange: range(-1, 1) },
    { URI: panTilt('SphericalPositionSpaceDegrees'), XRange: range(-170, 170), YRange: range(-30, 90) },
  ]);
  assert.equal(node?.SupportedPTZSpaces.AbsoluteZoomPositionSpace, [
    { URI: zoom('PositionGenericSpace'), XRange: range(0, 1) },
    { URI: zoom('PositionSpaceMillimeter'), XRange: range(4, 40) },
  ]);
  assert.equal(node?.SupportedPTZSpaces.RelativePanTiltTranslationSpace?.at(-1), {
    URI: panTilt('TranslationSpaceFov'),
    XRange: range(-1, 1),
    YRange: range(-1, 1),
  });
  assert.equal(node?.SupportedPTZSpaces.PanTiltSpeedSpace?.at(-1), {
    URI: panTilt('SpeedSpaceDegrees'),
    XRange: range(0, 100),
  });
  assert.equal([node?.HomeSupported, node?.FixedHomePosition, node?.MaximumNumberOfPresets], [true, false, 128]);
  assert.equal(node?.Extension?.SupportedPresetTour?.PTZPresetTourOperation, ['Start', 'Stop', 'Pause']);
  assert.is(await soap.refusal('GetNode', { NodeToken: 'x' }), `${sender}NoEntity`);
  await soap.validate();
});

nodes('of a digital head count the zoom by how much it magnifies', async () => {
  const { soap } = await ptzUnderTest({ axes: [], head: { id: 'PTZ1', digital: { magnification: 4 } }, closed: true });
  const { PTZNode: [node] = [] } = await soap.call('GetNodes', {});
  const { AbsoluteZoomPositionSpace = [], RelativeZoomTranslationSpace = [] } = node?.SupportedPTZSpaces ?? {};
  assert.equal(AbsoluteZoomPositionSpace[1], {
    URI: zoom('NormalizedDigitalPositionSpace'),
    XRange: { Min: 1, Max: 4 },
  });
  assert.equal(
    RelativeZoomTranslationSpace.map(({ URI }) => URI),
    ['TranslationGenericSpace', 'NormalizedDigitalTranslationSpace', 'TranslationSpaceFov'].map(zoom),
  );
  await soap.validate();
});

nodes('have their token as the first one of the answer, in double quotes', async () => {
  const { soap } = await ptzUnderTest({ head: lens });
  const { xml } = encodeElement('tptz:GetNodesResponse', await soap.call('GetNodes', {}));
  assert.is(/token="([^"]*)"/.exec(xml)?.[1], 'PTZ1');
  assert.not.match(xml, /='/);
});

// shows PTZ-09
nodes('list and switch auxiliary parts, and refuse others', async () => {
  const { soap, auxiliary } = await ptzUnderTest();
  const { PTZNode: [node] = [] } = await soap.call('GetNodes', {});
  assert.equal(node?.AuxiliaryCommands, ['tt:Wiper|On', 'tt:Wiper|Off', 'Heater|On', 'Heater|Off']);
  const answer = await soap.call('SendAuxiliaryCommand', { ...profile, AuxiliaryData: 'tt:Wiper|On' });
  assert.equal([answer, auxiliary.switched], [{ AuxiliaryResponse: 'tt:Wiper|On' }, ['Wiper On']]);
  const other = { ...profile, AuxiliaryData: 'tt:Washer|On' };
  assert.is(await soap.refusal('SendAuxiliaryCommand', other), `${sender}AuxiliaryDataNotSupported`);
  await soap.validate();
});

// shows PTZ-31
nodes('tell what the service can do', async () => {
  const { soap } = await ptzUnderTest();
  assert.equal((await soap.call('GetServiceCapabilities', {})).Capabilities, {
    ...{ EFlip: false, Reverse: true, GetCompatibleConfigurations: true },
    ...{ MoveStatus: true, StatusPosition: true },
  });
});

nodes('refuse moves to places of the world while their own is unknown, and tracking', async () => {
  const { soap } = await ptzUnderTest();
  const Target = { lon: 8, lat: 47 };
  assert.is(await soap.refusal('GeoMove', { ...profile, Target }), `${sender}GeoLocationUnknown`);
  assert.is(await soap.refusal('GeoMove', { ProfileToken: 'x', Target }), `${sender}NoProfile`);
  assert.is(await soap.refusal('MoveAndStartTracking', profile), 'Receiver ter:ActionNotSupported');
});

// shows PTZ-02
nodes(
  'take configurations back as they were read, from the node token as well, and keep them over a restart',
  async () => {
    const camera = await ptzUnderTest({ head: lens });
    const { soap } = camera;
    const { PTZConfiguration } = await soap.call('GetConfiguration', { PTZConfigurationToken: 'PTZ1' });
    assert.equal((await soap.call('GetConfigurations', {})).PTZConfiguration, [PTZConfiguration]);
    assert.is(PTZConfiguration.DefaultRelativePanTiltTranslationSpace, panTilt('TranslationSpaceFov'));
    await soap.call('SetConfiguration', { PTZConfiguration, ForcePersistence: false });
    const degrees = panTilt('SphericalPositionSpaceDegrees');
    const changed = {
      ...PTZConfiguration,
      Name: 'dome',
      DefaultAbsolutePantTiltPositionSpace: degrees,
      DefaultPTZSpeed: {
        PanTilt: { x: 20, y: 20, space: panTilt('SpeedSpaceDegrees') },
        Zoom: { x: 0.5, space: zoom('ZoomGenericSpeedSpace') },
      },
      DefaultPTZTimeout: 'PT30S',
      PanTiltLimits: { Range: { URI: degrees, XRange: { Min: -90, Max: 45.5 }, YRange: { Min: -30, Max: 90 } } },
      ZoomLimits: { Range: { URI: zoom('PositionSpaceMillimeter'), XRange: { Min: 4, Max: 22 } } },
      Extension: { PTControlDirection: { Reverse: { Mode: 'ON' as const } } },
    };
    await soap.call('SetConfiguration', { PTZConfiguration: { ...changed, Extension: {} }, ForcePersistence: true });
    const again = await camera.restarted();
    const plain = { ...changed, Extension: PTZConfiguration.Extension };
    assert.equal((await again.soap.call('GetConfigurations', {})).PTZConfiguration, [plain]);
    assert.is(camera.camera.published.at(-1)?.topic, 'tns1:Media/ConfigurationChanged');
    const { PTZConfigurationOptions: options } = await soap.call('GetConfigurationOptions', {
      ConfigurationToken: 'PTZ1',
    });
    assert.equal(
      [options.PTZTimeout, options.PTControlDirection],
      [{ Min: 'PT0.1S', Max: 'PT300S' }, { Reverse: { Mode: ['OFF', 'ON', 'AUTO'] } }],
    );
    await soap.validate();
  },
);

const base = { URI: panTilt('PositionGenericSpace'), XRange: { Min: -1, Max: 1 }, YRange: { Min: -1, Max: 1 } };

for (const [what, change] of [
  ['another node', { NodeToken: 'PTZ2' }],
  ['a space of another group', { DefaultAbsolutePantTiltPositionSpace: panTilt('VelocityGenericSpace') }],
  ['a timeout of zero', { DefaultPTZTimeout: 'PT0S' }],
  ['a timeout of a year', { DefaultPTZTimeout: 'P1Y' }],
  ['a speed outside', { DefaultPTZSpeed: { PanTilt: { x: 1.5, y: 1 } } }],
  ['a speed that is no number', { DefaultPTZSpeed: { Zoom: { x: Number.NaN } } }],
  ['limits that are no range', { PanTiltLimits: { Range: { ...base, XRange: { Min: 0.5, Max: -0.5 } } } }],
  ['limits outside', { PanTiltLimits: { Range: { ...base, YRange: { Min: -2, Max: 0 } } } }],
  ['limits in an unknown space', { PanTiltLimits: { Range: { ...base, URI: 'urn:x' } } }],
  [
    'E-flip of a head that does not pass the vertical',
    { Extension: { PTControlDirection: { EFlip: { Mode: 'ON' } } } },
  ],
] as const) {
  nodes(`refuse a configuration with ${what}`, async () => {
    const { soap } = await ptzUnderTest({ head: lens });
    const { PTZConfiguration } = await soap.call('GetConfiguration', { PTZConfigurationToken: 'PTZ1' });
    const request = { PTZConfiguration: { ...PTZConfiguration, ...change }, ForcePersistence: true };
    assert.is(await soap.refusal('SetConfiguration', request), `${sender}ConfigModify`);
    assert.equal((await soap.call('GetConfigurations', {})).PTZConfiguration, [PTZConfiguration]);
  });
}

// shows PTZ-03
nodes('tell the configurations that a profile may have', async () => {
  const { soap, camera } = await ptzUnderTest();
  assert.is((await soap.call('GetCompatibleConfigurations', profile)).PTZConfiguration?.[0]?.token, 'PTZ1');
  assert.is(await soap.refusal('GetCompatibleConfigurations', { ProfileToken: 'x' }), `${sender}NoProfile`);
  await camera.store.change((present) => ({
    next: { ...present, profiles: present.profiles.map((one) => ({ ...one, configurations: {} })) },
    changes: [],
  }));
  assert.equal(await soap.call('GetCompatibleConfigurations', profile), {});
  for (const name of ['GetConfiguration', 'GetConfigurationOptions'] as const)
    assert.is(
      await soap.refusal(name, { PTZConfigurationToken: 'x', ConfigurationToken: 'x' } as never),
      `${sender}NoConfig`,
    );
});

nodes.run();
