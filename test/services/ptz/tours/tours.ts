import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type * as tt from '../../../../services/generated/tt.ts';
import { type PtzUnderTest, panTilt, profile, ptzUnderTest } from '../ptz-under-test.ts';

const tours = suite('PTZ preset tours');

const sender = 'Sender ter:InvalidArgVal ter:';
const Status = { State: 'Idle' } as const;
const one = { ...profile, PresetTourToken: 'Tour1' } as const;

function spot(PresetDetail: tt.PTZPresetTourPresetDetail, StayTime: string = 'PT5S'): tt.PTZPresetTourSpot {
  return { PresetDetail, StayTime };
}

const place = (x: number): tt.PTZPresetTourPresetDetail => ({ PTZPosition: { PanTilt: { x, y: 0 }, Zoom: { x: 0 } } });

interface Wanted {
  readonly spots?: readonly tt.PTZPresetTourSpot[];
  readonly condition?: tt.PTZPresetTourStartingCondition;
  readonly AutoStart?: boolean;
}

const usual = [spot({ PresetToken: '1' }), spot({ Home: true }), spot(place(-0.5))];

function tour(
  { spots = usual, condition = {}, AutoStart = false }: Wanted = {},
  token: string = 'Tour1',
): tt.PresetTour {
  return { token, Name: 'round', Status, AutoStart, StartingCondition: condition, TourSpot: spots };
}

/** A camera with a preset to the right, and a tour over it, home, and a place to the left. */
async function touring(wanted: Wanted = {}): Promise<PtzUnderTest> {
  const camera = await ptzUnderTest();
  const { soap, clock } = camera;
  await soap.call('AbsoluteMove', { ...profile, Position: { PanTilt: { x: 0.5, y: 0 } } });
  await clock.pass(10_000);
  await soap.call('SetPreset', { ...profile, PresetName: 'right' });
  assert.equal(await soap.call('CreatePresetTour', profile), { PresetTourToken: 'Tour1' });
  await soap.call('ModifyPresetTour', { ...profile, PresetTour: tour(wanted) });
  return camera;
}

async function stateOf({ soap }: PtzUnderTest, PresetTourToken: string = 'Tour1'): Promise<string> {
  return (await soap.call('GetPresetTour', { ...profile, PresetTourToken })).PresetTour.Status.State;
}

const operate = ({ soap }: PtzUnderTest, Operation: tt.PTZPresetTourOperation, PresetTourToken: string = 'Tour1') =>
  soap.refusal('OperatePresetTour', { ...profile, PresetTourToken, Operation });

/** Places of the pan, degrees, at which the head stood for a while, in order. */
async function stops({ head, clock }: PtzUnderTest, milliseconds: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let time = 0; time < milliseconds; time += 100) {
    await clock.pass(100);
    const pan = Math.round(head.status.position.pan ?? Number.NaN);
    if (!head.status.moving.panTilt && found.at(-1) !== pan) found.push(pan);
  }
  return found;
}

// shows PTZ-10
tours('are created empty, modified and read back, and last over a restart', async () => {
  const camera = await touring({
    condition: { RandomPresetOrder: false, RecurringTime: 3, RecurringDuration: 'PT60S', Direction: 'Backward' },
  });
  const { PresetTour } = await camera.soap.call('GetPresetTour', one);
  assert.equal([PresetTour.Name, PresetTour.Status, PresetTour.AutoStart], ['round', Status, false]);
  assert.equal(PresetTour.StartingCondition, {
    RandomPresetOrder: false,
    RecurringTime: 3,
    RecurringDuration: 'PT60S',
    Direction: 'Backward',
  });
  assert.equal(
    PresetTour.TourSpot?.map(({ PresetDetail: { PresetToken, Home }, StayTime }) => [PresetToken, Home, StayTime]),
    [
      ['1', undefined, 'PT5S'],
      [undefined, true, 'PT5S'],
      [undefined, undefined, 'PT5S'],
    ],
  );
  const again = await camera.restarted();
  assert.equal((await again.soap.call('GetPresetTours', profile)).PresetTour, [PresetTour]);
  await camera.soap.call('RemovePresetTour', one);
  assert.equal(await camera.soap.call('GetPresetTours', profile), {});
  const { Options } = await camera.soap.call('GetPresetTourOptions', profile);
  assert.equal(Options.TourSpot.PresetDetail.PresetToken, ['1']);
  await camera.soap.validate();
  await again.soap.validate();
});

for (const [what, condition, expected] of [
  ['in order, round after round', {}, [85, 0, -85, 85, 0, -85]],
  ['backward', { Direction: 'Backward' }, [-85, 0, 85, -85]],
  ['as often as they say', { RecurringTime: 1 }, [85, 0, -85]],
  ['as long as they say', { RecurringDuration: 'PT11S' }, [85, 0]],
  ['at random, without a pause between two rounds', { RandomPresetOrder: true }, [0, -85, 85, 0, -85, 85]],
] as const) {
  tours(`visit preset, home and place ${what}`, async () => {
    const camera = await touring({ condition });
    assert.is(await operate(camera, 'Start'), '');
    assert.is(await stateOf(camera), 'Touring');
    const found = await stops(camera, 60_000);
    assert.equal(found.slice(0, expected.length), expected);
    const ends = 'RecurringTime' in condition || 'RecurringDuration' in condition;
    assert.equal([await stateOf(camera), found.length === expected.length], ends ? ['Idle', true] : ['Touring', false]);
  });
}

tours('stay as long, and go as fast, as each spot says', async () => {
  const Speed = { PanTilt: { x: 10, y: 10, space: panTilt('SpeedSpaceDegrees') } };
  const camera = await touring({ spots: [{ ...spot(place(0), 'PT1S'), Speed }, spot(place(0.5), 'PT20S')] });
  await operate(camera, 'Start');
  await camera.clock.pass(8000);
  assert.ok(camera.head.status.moving.panTilt, '85 degrees at 10 a second take more than 8 s');
  await camera.clock.pass(5000);
  assert.is(Math.round(camera.head.status.position.pan ?? 0), 85);
  await camera.clock.pass(15_000);
  assert.equal(camera.head.status.moving.panTilt, false);
  assert.equal((await camera.soap.call('GetPresetTour', one)).PresetTour.TourSpot?.[0]?.Speed, Speed);
});

tours('pause where they are, and go on from there', async () => {
  const camera = await touring();
  await operate(camera, 'Start');
  await camera.clock.pass(6000);
  assert.is(await operate(camera, 'Pause'), '');
  await camera.clock.pass(60_000);
  const { PresetTour } = await camera.soap.call('GetPresetTour', one);
  assert.equal([PresetTour.Status.State, PresetTour.Status.CurrentTourSpot?.PresetDetail.Home], ['Paused', true]);
  assert.is(await operate(camera, 'Start'), '');
  assert.equal((await stops(camera, 12_000)).slice(-2), [0, -85]);
  assert.is(await operate(camera, 'Stop'), '');
  assert.is(await operate(camera, 'Pause'), `${sender}InvalidPresetTour`);
  await camera.soap.validate();
});

tours('pause when a client moves the head, which keeps it', async () => {
  const camera = await touring();
  await operate(camera, 'Start');
  await camera.clock.pass(2000);
  await camera.soap.call('AbsoluteMove', { ...profile, Position: { PanTilt: { x: 0.1, y: 0 } } });
  assert.is(await stateOf(camera), 'Paused');
  assert.equal((await stops(camera, 60_000)).at(-1), 17);
});

tours('run one at a time on a head that stands; a start begins a running one again', async () => {
  const camera = await touring();
  const { soap, clock } = camera;
  await soap.call('CreatePresetTour', profile);
  assert.is(await operate(camera, 'Start', 'Tour2'), `${sender}InvalidPresetTour`, 'it has no spots');
  await soap.call('ModifyPresetTour', { ...profile, PresetTour: tour({}, 'Tour2') });
  await soap.call('ContinuousMove', { ...profile, Velocity: { PanTilt: { x: 0.1, y: 0 } } });
  assert.is(await operate(camera, 'Start'), 'Receiver ter:InvalidArgVal ter:ActivationFailed');
  await soap.call('Stop', profile);
  await clock.pass(2000);
  assert.is(await operate(camera, 'Start'), '');
  assert.is(await operate(camera, 'Start', 'Tour2'), 'Receiver ter:InvalidArgVal ter:ActivationFailed');
  await clock.pass(9000);
  assert.is(await operate(camera, 'Start'), '');
  assert.equal((await stops(camera, 12_000)).slice(-2), [85, 0]);
  assert.is(await operate(camera, 'Pause'), '');
  assert.is(await operate(camera, 'Start', 'Tour2'), '');
  assert.equal([await stateOf(camera), await stateOf(camera, 'Tour2')], ['Idle', 'Touring']);
  await soap.call('RemovePresetTour', { ...profile, PresetTourToken: 'Tour2' });
  assert.equal((await stops(camera, 30_000)).length, 1);
});

tours('leave out presets that were removed, end without any spot, and do not start with one missing', async () => {
  const camera = await touring();
  await operate(camera, 'Start');
  await camera.soap.call('RemovePreset', { ...profile, PresetToken: '1' });
  assert.equal([...new Set((await stops(camera, 40_000)).slice(1))], [0, -85]);
  await operate(camera, 'Stop');
  assert.is(await operate(camera, 'Start'), `${sender}InvalidPresetTour`);
  const lonely = await touring({ spots: [spot({ PresetToken: '1' })] });
  await operate(lonely, 'Start');
  await lonely.soap.call('RemovePreset', { ...profile, PresetToken: '1' });
  await lonely.clock.pass(20_000);
  assert.is(await stateOf(lonely), 'Idle');
});

tours(
  'with AutoStart begin at once and after a restart, one for each head; started and stopped by hand they lose it',
  async () => {
    const camera = await touring({ AutoStart: true });
    assert.is(await stateOf(camera), 'Touring');
    const again = await camera.restarted();
    await again.clock.pass(100);
    assert.is(await stateOf(again), 'Touring');
    assert.equal((await stops(again, 20_000)).slice(-2), [0, -85]);
    await operate(again, 'Pause');
    await operate(again, 'Start');
    const flags = async (): Promise<readonly boolean[]> =>
      ((await again.soap.call('GetPresetTours', profile)).PresetTour ?? []).map(({ AutoStart }) => AutoStart);
    assert.equal(await flags(), [true]);
    await again.soap.call('CreatePresetTour', profile);
    await again.soap.call('ModifyPresetTour', { ...profile, PresetTour: tour({ AutoStart: true }, 'Tour2') });
    assert.equal(await flags(), [false, true]);
    await operate(again, 'Stop', 'Tour2');
    assert.equal(await flags(), [false, false]);
  },
);

tours('with AutoStart go on a minute after the last command of a client, unless a client paused them', async () => {
  const camera = await touring({ AutoStart: true });
  const { soap, clock } = camera;
  const nudge = async (): Promise<void> => {
    await soap.call('RelativeMove', { ...profile, Translation: { PanTilt: { x: 0.01, y: 0 } } });
  };
  await nudge();
  await clock.pass(40_000);
  await nudge();
  await clock.pass(50_000);
  assert.is(await stateOf(camera), 'Paused');
  await clock.pass(15_000);
  assert.is(await stateOf(camera), 'Touring');
  await nudge();
  assert.is(await operate(camera, 'Pause'), '');
  await clock.pass(200_000);
  assert.is(await stateOf(camera), 'Paused');
});

tours('are told to profiles that get or lose the head', async () => {
  const { camera } = await touring();
  const before = camera.published.length;
  await camera.store.change((present) => {
    const [first, second] = present.profiles;
    if (first === undefined || second === undefined) throw new Error('no profiles');
    const { PTZ: _removed, ...rest } = second.configurations;
    const night = { ...first, token: 'Night' };
    return { next: { ...present, profiles: [first, { ...second, configurations: rest }, night] }, changes: [] };
  });
  const told = camera.published.slice(before).map(({ operation, source }) => `${operation} ${source.ProfileToken}`);
  assert.equal(told, ['Deleted Profile2', 'Initialized Night']);
});

const range = { PanTilt: { x: 2, y: 0 } };
for (const [what, wanted, fault] of [
  ['a home that is false', { spots: [spot({ Home: false })] }, 'InvalidPresetTour'],
  ['a preset that does not exist', { spots: [spot({ PresetToken: '9' })] }, 'InvalidPresetTour'],
  ['a place outside', { spots: [spot({ PTZPosition: range })] }, 'InvalidPresetTour'],
  [
    'a place in an unknown space',
    { spots: [spot({ PTZPosition: { PanTilt: { x: 0, y: 0, space: 'urn:x' } } })] },
    'SpaceNotSupported',
  ],
  ['a speed outside', { spots: [{ ...spot({ Home: true }), Speed: range }] }, 'InvalidPresetTour'],
  ['no time at a spot', { spots: [spot({ Home: true }, 'PT0S')] }, 'InvalidPresetTour'],
  ['a year at a spot', { spots: [spot({ Home: true }, 'P1Y')] }, 'InvalidPresetTour'],
  ['no rounds', { condition: { RecurringTime: 0 } }, 'InvalidPresetTour'],
  ['a year of rounds', { condition: { RecurringDuration: 'P1Y' } }, 'InvalidPresetTour'],
  ['another direction', { condition: { Direction: 'Extended' } }, 'InvalidPresetTour'],
  ['too many spots', { spots: Array.from({ length: 33 }, () => spot({ Home: true })) }, 'TooManyPresets'],
] as const satisfies readonly (readonly [string, Wanted, string])[]) {
  tours(`refuse ${what}, and stay as they were`, async () => {
    const camera = await touring();
    const before = await camera.soap.call('GetPresetTours', profile);
    const request = { ...profile, PresetTour: tour(wanted) };
    assert.is(await camera.soap.refusal('ModifyPresetTour', request), sender + fault);
    assert.equal(await camera.soap.call('GetPresetTours', profile), before);
  });
}

tours('refuse unknown tokens, other operations, and one more than their limit', async () => {
  const camera = await touring();
  const { soap } = camera;
  const unknown = { ...profile, PresetTourToken: 'x' };
  for (const name of ['GetPresetTour', 'RemovePresetTour', 'GetPresetTourOptions'] as const)
    assert.is(await soap.refusal(name, unknown), `${sender}NoToken`);
  assert.is(await operate(camera, 'Start', 'x'), `${sender}NoToken`);
  assert.is(await operate(camera, 'Extended'), `${sender}InvalidPresetTour`);
  for (let count = 1; count < 16; count += 1) await soap.call('CreatePresetTour', profile);
  assert.is(await soap.refusal('CreatePresetTour', profile), `${sender}TooManyPresetTours`);
});

// shows PTZ-30
tours('tell each change in every profile of the head, with the state and the tour itself', async () => {
  const camera = await touring();
  await operate(camera, 'Start');
  await camera.soap.call('RemovePresetTour', one);
  const all = camera.camera.published.filter(
    ({ topic }) => topic === 'tns1:PTZController/PTZPresetTours/Configuration',
  );
  const told = all.map(({ operation, source, data, elements }) => {
    const value = elements?.PresetTour?.value as tt.PresetTour;
    return [operation, source.ProfileToken, source.PresetTourToken, data.StateChange, value.Status.State].join(' ');
  });
  const both = (text: string): readonly string[] => ['Profile1', 'Profile2'].map((name) => text.replace('%', name));
  assert.equal(told, [
    ...both('Changed % Tour1 false Idle'),
    ...both('Changed % Tour1 false Idle'),
    ...both('Changed % Tour1 true Touring'),
    ...both('Changed % Tour1 true Idle'),
    ...both('Deleted % Tour1 false Idle'),
  ]);
});

tours('are taken in the namespace of the schema, as libonvif sends them', async () => {
  const camera = await touring();
  const text = `<tptz:ModifyPresetTour><tptz:ProfileToken>Profile1</tptz:ProfileToken><tt:PresetTour token="Tour1"><tt:Status><tt:State>Idle</tt:State></tt:Status><tt:AutoStart>false</tt:AutoStart><tt:StartingCondition/></tt:PresetTour></tptz:ModifyPresetTour>`;
  assert.is(await camera.soap.refusedText(text), '');
});

tours.run();
