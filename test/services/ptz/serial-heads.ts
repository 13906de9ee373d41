import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AxisFact } from '../../../hal/boards/facts/motion.ts';
import { noHardware } from '../../hal/motion/no-hardware.ts';
import { RecordedPort } from '../../hal/motion/recorded-port.ts';
import { ViscaDevice } from '../../hal/motion/visca-device.ts';
import { panTilt, profile, ptzUnderTest } from './ptz-under-test.ts';

const heads = suite('PTZ of heads on a serial port');

function axes(drive: AxisFact['drive']): readonly AxisFact[] {
  const way = { min: -100, max: 100, maxSpeed: 120, drive } as const;
  return [
    { id: 'Pan1', axis: 'pan', ...way },
    { id: 'Tilt1', axis: 'tilt', ...way },
  ];
}

heads('VISCA goes to positions and presets, and stops, as clients say', async () => {
  const device = new ViscaDevice();
  const { soap, clock, status } = await ptzUnderTest({
    axes: axes({ kind: 'visca', port: 'SerialPort1', address: 1 }),
    tools: { ...noHardware, serial: () => device.port.reconnecting },
  });
  const space = panTilt('SphericalPositionSpaceDegrees');
  await soap.call('AbsoluteMove', { ...profile, Position: { PanTilt: { x: 50, y: -25, space } } });
  assert.is((await status()).MoveStatus?.PanTilt, 'MOVING');
  await clock.pass(5000);
  const { x = 0, y = 0 } = (await status()).Position?.PanTilt ?? {};
  assert.ok(Math.abs(x - 0.5) < 0.002 && Math.abs(y + 0.25) < 0.002, `${x} ${y}`);
  assert.equal((await status()).MoveStatus, { PanTilt: 'IDLE' });
  await soap.call('SetPreset', profile);
  await soap.call('RelativeMove', { ...profile, Translation: { PanTilt: { x: -0.25, y: 0 } } });
  await clock.pass(5000);
  assert.ok(Math.abs((await status()).Position?.PanTilt?.x ?? 1) < 0.002);
  await soap.call('GotoPreset', { ...profile, PresetToken: '1' });
  await clock.pass(5000);
  assert.ok(Math.abs(((await status()).Position?.PanTilt?.x ?? 0) - 0.5) < 0.002);
  device.port.written.length = 0;
  await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: 1, y: 0 } }, Timeout: 'PT10S' });
  await clock.pass(100);
  await soap.call('Stop', { ...profile, PanTilt: true, Zoom: true });
  await clock.pass(1000);
  const drives = device.port.written.filter((row) => row.startsWith('81 01 06 01'));
  assert.match(drives[0] ?? '', /^81 01 06 01 18 \w\w 02 03 ff$/, 'to the right at full speed');
  assert.match(drives.at(-1) ?? '', /03 03 ff$/, 'and at rest');
  assert.equal((await status()).MoveStatus, { PanTilt: 'IDLE' });
  await soap.validate();
});

heads('Pelco-D without positions takes velocities alone, and stops by its timeout', async () => {
  const port = new RecordedPort();
  const { soap, clock, status } = await ptzUnderTest({
    axes: axes({ kind: 'pelco-d', port: 'SerialPort1', address: 1 }),
    tools: { ...noHardware, serial: () => port.reconnecting },
  });
  const { PTZNode: [node] = [] } = await soap.call('GetNodes', {});
  assert.equal(Object.keys(node?.SupportedPTZSpaces ?? {}), ['ContinuousPanTiltVelocitySpace']);
  assert.is((await soap.call('GetServiceCapabilities', {})).Capabilities.StatusPosition, false);
  port.written.length = 0;
  await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: -0.5, y: 1 } }, Timeout: 'PT1S' });
  const moving = await status();
  assert.equal([moving.Position, moving.MoveStatus], [undefined, { PanTilt: 'MOVING' }]);
  await clock.pass(3000);
  assert.is(port.written.at(-1), 'ff 01 00 00 00 00 01', 'the timeout stops it');
  assert.ok(
    port.written.some((row) => /^ff 01 00 0c 20 3f/.test(row)),
    port.written.join(),
  );
  assert.equal((await status()).MoveStatus, { PanTilt: 'IDLE' });
  const Position = { PanTilt: { x: 0.5, y: 0 } };
  assert.is(
    await soap.refusal('AbsoluteMove', { ...profile, Position }),
    'Sender ter:InvalidArgVal ter:SpaceNotSupported',
  );
  await soap.validate();
});

heads.run();
