import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openAxis } from '../../../../hal/motion/open-axis.ts';
import type { MotorAxis } from '../../../../hal/ports/motor-axis.ts';
import type * as tt from '../../../../services/generated/tt.ts';
import { noFacts } from '../../../../services/imaging/imaging.ts';
import { noHardware } from '../../../hal/motion/no-hardware.ts';
import { until } from '../../../until.ts';
import { refusalOf } from '../../events/refusals.ts';
import { ImagingUnderTest } from '../imaging-under-test.ts';

const room = suite('moves of the focus');
const VideoSourceToken = 'VideoSource1';

async function move(under: ImagingUnderTest, Focus: tt.FocusMove): Promise<void> {
  await under.call('Move', { VideoSourceToken, Focus });
}

async function status(under: ImagingUnderTest): Promise<tt.FocusStatus20> {
  const { FocusStatus20 } = (await under.call('GetStatus', { VideoSourceToken })).Status;
  if (FocusStatus20 === undefined) throw new Error('no status of the focus');
  return FocusStatus20;
}

async function idle(under: ImagingUnderTest): Promise<number> {
  await until(async () => (await status(under)).MoveStatus === 'IDLE');
  return (await status(under)).Position;
}

async function motor(): Promise<MotorAxis> {
  const drive = { kind: 'virtual', acceleration: 20 } as const;
  const fact = { id: 'Focus1', axis: 'focus', min: 0, max: 1, maxSpeed: 4, drive } as const;
  return openAxis(fact, { ...noHardware, log: pino({ level: 'silent' }) });
}

async function withMotor(): Promise<ImagingUnderTest> {
  const axis = await motor();
  return new ImagingUnderTest({ axes: new Map([[axis.facts.id, axis]]), facts: noFacts });
}

for (const [name, make] of [
  ['level of the camera', async () => new ImagingUnderTest()],
  ['motor', withMotor],
] as const) {
  // shows IMG-05, IMG-10
  room(`by the ${name} go to a position, by a distance and at a speed, and tell where they are`, async () => {
    const under = await make();
    const { MoveOptions } = await under.call('GetMoveOptions', { VideoSourceToken });
    assert.equal(MoveOptions.Absolute?.Position, { Min: 0, Max: 1 });
    await move(under, { Absolute: { Position: 0.75, Speed: 1 } });
    assert.is((await status(under)).MoveStatus, 'MOVING');
    assert.is(await idle(under), 0.75);
    await move(under, { Relative: { Distance: -0.25 } });
    assert.is(await idle(under), 0.5);
    await move(under, { Continuous: { Speed: 1 } });
    assert.is((await status(under)).MoveStatus, 'MOVING');
    assert.is(await idle(under), 1);
    assert.is((await under.settings()).Focus?.AutoFocusMode, 'MANUAL');
  });

  room(`by the ${name} stop, and a newer one replaces them`, async () => {
    const under = await make();
    await move(under, { Absolute: { Position: 0 } });
    await idle(under);
    await move(under, { Continuous: { Speed: 0.2 } });
    await move(under, { Continuous: { Speed: 0.3 } });
    await until(async () => (await status(under)).Position > 0.05);
    await under.call('Stop', { VideoSourceToken });
    const position = await idle(under);
    assert.ok(position > 0.05 && position < 0.9, String(position));
    await under.call('Stop', { VideoSourceToken });
    assert.is((await status(under)).Position, position);
    assert.equal(under.failures, []);
  });

  const refused: readonly (readonly [tt.FocusMove, string])[] = [
    [{ Absolute: { Position: 1.5 } }, 'InvalidArgVal'],
    [{ Absolute: { Position: Number.NaN } }, 'InvalidArgVal'],
    [{ Absolute: { Position: 0.5, Speed: 2 } }, 'InvalidArgVal'],
    [{ Relative: { Distance: -3 } }, 'InvalidArgVal'],
    [{ Continuous: { Speed: Number.POSITIVE_INFINITY } }, 'InvalidArgVal'],
    [{}, 'InvalidArgs'],
    [{ Absolute: { Position: 0 }, Continuous: { Speed: 1 } }, 'InvalidArgs'],
  ];
  room(`by the ${name} out of their ranges are refused, and nothing moves`, async () => {
    const under = await make();
    const before = await status(under);
    for (const [focus, fault] of refused) assert.is(await refusalOf(() => move(under, focus)), fault);
    assert.equal(await status(under), before);
  });
}

room('end the automatic focus, and stay where they went over a restart', async () => {
  const under = new ImagingUnderTest();
  assert.equal((await under.options()).Focus?.AutoFocusModes, ['AUTO', 'MANUAL']);
  await move(under, { Absolute: { Position: 0.2 } });
  await idle(under);
  await until(() => under.stored.get('imaging')?.includes('"focus":0.2') === true);
  const after = await under.restarted();
  assert.is((await status(after)).Position, 0.2);
  assert.equal([after.desired()?.levels?.focus, after.desired()?.modes?.focus], [200, 'MANUAL']);
});

room('end with the automatic focus', async () => {
  const under = new ImagingUnderTest();
  await move(under, { Continuous: { Speed: 0.1 } });
  await under.set({ Focus: { AutoFocusMode: 'AUTO' } });
  assert.is((await status(under)).MoveStatus, 'IDLE');
  assert.is(under.desired()?.modes?.focus, 'AUTO');
});

room('take the default speed that a client set', async () => {
  const under = new ImagingUnderTest();
  const stopped = { Focus: { AutoFocusMode: 'MANUAL', DefaultSpeed: 0 } } as const;
  assert.is(await refusalOf(() => under.set(stopped)), 'SettingsInvalid');
  await under.set({ Focus: { AutoFocusMode: 'MANUAL', DefaultSpeed: 0.01 } });
  assert.is((await under.settings()).Focus?.DefaultSpeed, 0.01);
  await move(under, { Absolute: { Position: 1 } });
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.is((await status(under)).MoveStatus, 'MOVING');
  await under.call('Stop', { VideoSourceToken });
});

room('of a camera without a focus are refused, and its options are empty', async () => {
  const range = { min: 0, max: 10, step: 1, initial: 5 };
  const facts = { levels: { contrast: range }, modes: {}, initialModes: {}, exposureWindow: false };
  const under = new ImagingUnderTest({ facts });
  assert.equal((await under.call('GetMoveOptions', { VideoSourceToken })).MoveOptions, {});
  assert.is((await under.options()).Focus, undefined);
  assert.is(await refusalOf(() => move(under, { Continuous: { Speed: 1 } })), 'ActionNotSupported');
  assert.is(await refusalOf(() => under.call('Move', { VideoSourceToken: 'x', Focus: {} })), 'NoSource');
});

room.run();
