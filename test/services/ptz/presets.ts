import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type PtzUnderTest, panTilt, profile, ptzUnderTest, zoom } from './ptz-under-test.ts';

const presets = suite('PTZ presets and home');

const sender = 'Sender ter:InvalidArgVal ter:';

async function goTo({ soap, clock }: PtzUnderTest, x: number, y: number, z: number): Promise<void> {
  await soap.call('AbsoluteMove', { ...profile, Position: { PanTilt: { x, y }, Zoom: { x: z } } });
  await clock.pass(20_000);
}

/** `Reached 1 door`, of the events of presets. */
function told({ camera }: PtzUnderTest): readonly string[] {
  const all = camera.published.filter(({ topic }) => topic.startsWith('tns1:PTZController/PTZPresets/'));
  return all.map(({ topic, data }) => [topic.split('/').at(-1), data.PresetToken, data.PresetName].join(' '));
}

// shows PTZ-07
presets('are stored with small tokens and names of their own, and last over a restart', async () => {
  const camera = await ptzUnderTest();
  const { soap } = camera;
  assert.equal(await soap.call('GetPresets', profile), {});
  await goTo(camera, 0.5, -0.5, 1);
  assert.equal(await soap.call('SetPreset', { ...profile, PresetName: ' Tür 門 ' }), { PresetToken: '1' });
  await goTo(camera, 0, 0, 0);
  assert.equal(await soap.call('SetPreset', profile), { PresetToken: '2' });
  assert.equal(await soap.call('SetPreset', { ...profile, PresetName: '' }), { PresetToken: '3' });
  const generic = { PanTilt: panTilt('PositionGenericSpace'), Zoom: zoom('PositionGenericSpace') };
  const { Preset = [] } = await (await camera.restarted()).soap.call('GetPresets', profile);
  assert.equal(Preset[0], {
    token: '1',
    Name: 'Tür 門',
    PTZPosition: { PanTilt: { x: 0.5, y: -0.5, space: generic.PanTilt }, Zoom: { x: 1, space: generic.Zoom } },
  });
  assert.equal(
    Preset.map(({ Name }) => Name),
    ['Tür 門', 'Preset 2', 'Preset 3'],
  );
  await soap.call('RemovePreset', { ...profile, PresetToken: '2' });
  assert.equal(
    (await soap.call('GetPresets', profile)).Preset?.map(({ token }) => token),
    ['1', '3'],
  );
  await soap.validate();
});

presets('are recalled a hundred times without drift, and replace the move before them', async () => {
  const camera = await ptzUnderTest();
  const { soap, head, clock } = camera;
  await goTo(camera, 0.3337, 0.7771, 0.123);
  const stored = head.status.position;
  await soap.call('SetPreset', profile);
  for (let count = 0; count < 100; count += 1) {
    await soap.call('ContinuousMove', {
      ...profile,
      Velocity: { PanTilt: { x: count % 2 ? 1 : -1, y: -1 }, Zoom: { x: 1 } },
    });
    await clock.pass(300 + count);
    await soap.call('GotoPreset', { ...profile, PresetToken: '1' });
    await clock.pass(10_000);
    assert.equal(head.status, { position: stored, moving: { panTilt: false, zoom: false } });
  }
});

presets('are overwritten by their token, and keep their name when none is sent', async () => {
  const camera = await ptzUnderTest();
  const { soap } = camera;
  await soap.call('SetPreset', { ...profile, PresetName: 'door' });
  await goTo(camera, 1, 0, 0);
  assert.equal(await soap.call('SetPreset', { ...profile, PresetToken: '1' }), { PresetToken: '1' });
  const [preset] = (await soap.call('GetPresets', profile)).Preset ?? [];
  assert.equal([preset?.Name, preset?.PTZPosition?.PanTilt?.x], ['door', 1]);
  await soap.call('SetPreset', { ...profile, PresetToken: '1', PresetName: 'gate' });
  assert.is((await soap.call('GetPresets', profile)).Preset?.[0]?.Name, 'gate');
});

presets('refuse unknown tokens, taken and bad names, moving heads, and one more than their limit', async () => {
  const camera = await ptzUnderTest();
  const { soap, clock } = camera;
  await soap.call('SetPreset', { ...profile, PresetName: 'door' });
  for (const name of ['GotoPreset', 'RemovePreset', 'SetPreset'] as const)
    assert.is(await soap.refusal(name, { ...profile, PresetToken: '7' }), `${sender}NoToken`);
  assert.is(await soap.refusal('SetPreset', { ...profile, PresetName: 'door' }), `${sender}PresetExist`);
  for (const PresetName of ['x'.repeat(65), 'a\tb'])
    assert.is(await soap.refusal('SetPreset', { ...profile, PresetName }), `${sender}InvalidPresetName`);
  await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: 0.1, y: 0 } } });
  assert.is(await soap.refusal('SetPreset', profile), 'Receiver ter:Action ter:MovingPTZ');
  await soap.call('Stop', profile);
  await clock.pass(2000);
  const { MaximumNumberOfPresets = 0 } = (await soap.call('GetNodes', {})).PTZNode?.[0] ?? {};
  for (let count = 1; count < MaximumNumberOfPresets; count += 1) await soap.call('SetPreset', profile);
  assert.is(await soap.refusal('SetPreset', profile), 'Receiver ter:Action ter:TooManyPresets');
  await soap.validate();
});

presets('take no name that the camera gave to another', async () => {
  const { soap } = await ptzUnderTest();
  await soap.call('SetPreset', profile);
  assert.is(await soap.refusal('SetPreset', { ...profile, PresetName: 'Preset 1' }), `${sender}PresetExist`);
  await soap.call('SetPreset', { ...profile, PresetName: 'Preset 3' });
  await soap.call('SetPreset', profile);
  const { Preset = [] } = await soap.call('GetPresets', profile);
  assert.is(new Set(Preset.map(({ Name }) => Name)).size, 3);
});

// shows PTZ-30
presets('tell when they are invoked, reached, left, and given up', async () => {
  const camera = await ptzUnderTest();
  const { soap, clock } = camera;
  await soap.call('SetPreset', { ...profile, PresetName: 'door' });
  await goTo(camera, 0.5, 0.5, 0.5);
  await soap.call('SetPreset', { ...profile, PresetName: 'gate' });
  await soap.call('GotoPreset', {
    ...profile,
    PresetToken: '1',
    Speed: { PanTilt: { x: 0.5, y: 0.5 }, Zoom: { x: 0.5 } },
  });
  assert.equal(told(camera), ['Invoked 1 door']);
  await clock.pass(20_000);
  await soap.call('GotoPreset', { ...profile, PresetToken: '2' });
  await clock.pass(200);
  assert.equal(told(camera).slice(1), ['Reached 1 door', 'Invoked 2 gate', 'Left 1 door']);
  await soap.call('Stop', profile);
  await clock.pass(2000);
  assert.is(told(camera).at(-1), 'Aborted 2 gate');
  const [first] = camera.camera.published.filter(({ topic }) => topic.endsWith('Invoked'));
  assert.equal(first?.source, { PTZConfigurationToken: 'PTZ1' });
});

presets('tell the same preset as reached again without a move', async () => {
  const camera = await ptzUnderTest();
  await camera.soap.call('SetPreset', { ...profile, PresetName: 'door' });
  for (let count = 0; count < 2; count += 1) {
    await camera.soap.call('GotoPreset', { ...profile, PresetToken: '1' });
    await camera.clock.pass(1000);
  }
  assert.equal(told(camera), ['Invoked 1 door', 'Reached 1 door', 'Invoked 1 door', 'Reached 1 door']);
});

// shows PTZ-08
presets('home is straight ahead until it is set, and lasts over a restart', async () => {
  const camera = await ptzUnderTest();
  const { soap, clock, head } = camera;
  await goTo(camera, 0.5, 0.5, 0.5);
  await soap.call('GotoHomePosition', profile);
  await clock.pass(20_000);
  assert.equal(head.status.position, { pan: 0, tilt: 0, zoom: 0 });
  await goTo(camera, 0.5, 1, 0.5);
  await soap.call('SetHomePosition', profile);
  const again = await camera.restarted();
  await again.soap.call('GotoHomePosition', { ...profile, Speed: { PanTilt: { x: 1, y: 1 }, Zoom: { x: 1 } } });
  await again.clock.pass(20_000);
  assert.equal(again.head.status.position, { pan: 85, tilt: 90, zoom: 0.5 });
  const asText = `<tptz:GotoHomePosition><tptz:ProfileToken>Profile1</tptz:ProfileToken><tptz:Speed>1</tptz:Speed></tptz:GotoHomePosition>`;
  assert.is(await again.soap.refusedText(asText), '', 'node-onvif writes the speed as text');
  await soap.validate();
});

presets('stay within limits that were set after them', async () => {
  const camera = await ptzUnderTest();
  const { soap, clock, status } = camera;
  await goTo(camera, 1, 0, 0);
  await soap.call('SetPreset', profile);
  const [configuration] = (await soap.call('GetConfigurations', {})).PTZConfiguration ?? [];
  if (configuration?.PanTiltLimits === undefined) throw new Error('no limits');
  const Range = { ...configuration.PanTiltLimits.Range, XRange: { Min: -0.5, Max: 0.5 } };
  const PTZConfiguration = { ...configuration, PanTiltLimits: { Range } };
  await soap.call('SetConfiguration', { PTZConfiguration, ForcePersistence: true });
  await soap.call('GotoPreset', { ...profile, PresetToken: '1' });
  await clock.pass(20_000);
  assert.is((await status()).Position?.PanTilt?.x, 0.5);
});

presets('are not offered by a head that knows no positions', async () => {
  const axes = [
    { id: 'Pan1', axis: 'pan', min: -170, max: 170, maxSpeed: 100, drive: { kind: 'pelco-d', port: 'x', address: 1 } },
  ] as const;
  const { soap } = await ptzUnderTest({ axes, closed: true });
  for (const name of ['GetPresets', 'SetPreset', 'GotoHomePosition', 'CreatePresetTour'] as const)
    assert.is(await soap.refusal(name, profile), 'Receiver ter:ActionNotSupported');
  const [node] = (await soap.call('GetNodes', {})).PTZNode ?? [];
  assert.equal([node?.MaximumNumberOfPresets, node?.HomeSupported], [0, false]);
  await soap.validate();
});

presets.run();
