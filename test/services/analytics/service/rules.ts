import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { topicsOf } from '../../../../services/analytics/rules/rule-type.ts';
import { ruleTypes } from '../../../../services/analytics/rules/rule-types.ts';
import { analyticsUnderTest, config, configuration, region } from './analytics-under-test.ts';

const rules = suite('rules of the analytics service');

const cells = 'tt:CellMotionDetector';
const motionRegion = 'tt:MotionRegionDetector';
const invalid = 'Sender ter:InvalidArgVal ter:InvalidRule';
const square = [
  [-0.5, 0.5],
  [0.5, 0.5],
  [0.5, -0.5],
  [-0.5, -0.5],
] as const;
const bow = [square[0], square[2], square[1], square[3]] as const;

// shows ANA-20, ANA-21, ANA-36, ANA-41
rules('every operation answers by the schemas', async () => {
  const { soap, rules: present } = analyticsUnderTest();
  await soap.call('GetSupportedRules', configuration);
  await soap.call('GetRuleOptions', configuration);
  await soap.call('GetRuleOptions', { ...configuration, RuleType: cells });
  await soap.call('CreateRules', { ...configuration, Rule: [config('door', cells, { MinCount: '7' })] });
  await soap.call('ModifyRules', { ...configuration, Rule: [config('door', cells, { AlarmOnDelay: '1000' })] });
  const door = (await present()).find(({ Name }) => Name === 'door');
  const item = (name: string): string | undefined =>
    door?.Parameters.SimpleItem?.find(({ Name }) => Name === name)?.Value;
  assert.equal([item('MinCount'), item('AlarmOnDelay'), item('AlarmOffDelay')], ['7', '1000', '2000']);
  await soap.call('DeleteRules', { ...configuration, RuleName: ['door'] });
  assert.equal(
    (await present()).map(({ Name }) => Name),
    ['Motion', 'Region'],
  );
  await soap.validate();
});

rules('a type can be made without parameters, up to its most instances', async () => {
  for (const { type, mostInstances } of ruleTypes.filter(({ needsDetector }) => !needsDetector)) {
    const { soap, rules: present } = analyticsUnderTest();
    const there = (await present()).filter(({ Type }) => Type === type).length;
    for (let number = there; number < mostInstances; number += 1)
      await soap.call('CreateRules', { ...configuration, Rule: [config(`rule ${number}`, type)] });
    const more = { ...configuration, Rule: [config('one more', type)] };
    assert.is(await soap.refusal('CreateRules', more), 'Receiver ter:Action ter:TooManyRules', type);
    // A client may send back all that it was told.
    await soap.call('ModifyRules', { ...configuration, Rule: await present() });
    await soap.validate();
  }
});

rules('a description says what the events are', async () => {
  const { soap } = analyticsUnderTest();
  const { SupportedRules } = await soap.call('GetSupportedRules', configuration);
  for (const { Name, Messages = [] } of SupportedRules.RuleDescription ?? []) {
    const type = ruleTypes.find((one) => one.type === Name);
    const topics = type === undefined ? [] : topicsOf(type);
    assert.equal(
      Messages.map(({ ParentTopic, IsProperty }) => [ParentTopic, IsProperty]),
      topics.map(({ topic, property }) => [topic, property]),
    );
    const names = Messages.map(({ Data }) => Data?.SimpleItemDescription?.map((one) => one.Name));
    assert.equal(
      names,
      topics.map(({ data }) => Object.keys(data)),
    );
  }
});

const limits: readonly (readonly [item: string, accepted: readonly string[], refused: readonly string[]])[] = [
  ['MinCount', ['1', '576', ' 12 '], ['0', '577', '1.5', 'x', '', '-1', '99999999999999999999']],
  ['AlarmOnDelay', ['0', '60000'], ['-1', '60001', 'PT1S']],
  ['AlarmOffDelay', ['0', '60000'], ['-1', '60001']],
  // 72 bytes: a run of 72; cut off, too long, no base64, no PackBits.
  ['ActiveCells', ['uf8=', 'uQA=', 'gLn/'], ['uv8=', 'uP8=', 'uf8', '!!!!', '', 'uQ==', `${'gICA'.repeat(4000)}`]],
];

for (const [item, accepted, refused] of limits)
  rules(`${item} takes what its options say and nothing beyond`, async () => {
    const { soap, stored } = analyticsUnderTest();
    const with_ = (value: string) => ({ ...configuration, Rule: [config('Motion', cells, { [item]: value })] });
    for (const value of accepted) assert.is(await soap.refusal('ModifyRules', with_(value)), '', value);
    const before = stored();
    for (const value of refused) assert.is(await soap.refusal('ModifyRules', with_(value)), invalid, value);
    assert.is(stored(), before);
  });

const outlines: readonly (readonly [what: string, xml: string, fault: string])[] = [
  ['a square', region(square), ''],
  ['a closed square', region([...square, square[0]]), ''],
  [
    'points a little outside',
    region([
      [-1.0005, 1],
      [1, 1.0005],
      [1, -1],
    ]),
    '',
  ],
  ['the least sensitivity, disarmed', region(square, ' Armed="false" Sensitivity="0"'), ''],
  ['more than the highest sensitivity', region(square, ' Sensitivity="1.01"'), invalid],
  ['no sensitivity at all', region(square, ' Sensitivity="NaN"'), invalid],
  ['an outline that crosses itself', region(bow), invalid],
  [
    'two points',
    region([
      [0, 0],
      [1, 1],
      [0, 0],
    ]),
    invalid,
  ],
  [
    'points on one line',
    region([
      [0, 0],
      [1, 0],
      [0.5, 0],
    ]),
    invalid,
  ],
  [
    'a point outside',
    region([
      [0, 0],
      [1.1, 0],
      [0, 1],
    ]),
    invalid,
  ],
  ['20 points', region(circle(20)), ''],
  ['21 points', region(circle(21)), invalid],
  [
    'a polygon alone',
    '<tt:Polygon><tt:Point x="0" y="0"/><tt:Point x="1" y="0"/><tt:Point x="0" y="1"/></tt:Polygon>',
    invalid,
  ],
  ['an unknown element', '<tt:Color X="1" Y="1" Z="1"/>', invalid],
];

function circle(count: number): readonly (readonly [number, number])[] {
  return Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count;
    return [0.9 * Math.cos(angle), 0.9 * Math.sin(angle)] as const;
  });
}

for (const [what, xml, fault] of outlines)
  rules(`a motion region: ${what} is ${fault === '' ? 'accepted' : 'refused'}`, async () => {
    const { soap } = analyticsUnderTest();
    const Rule = [config('Region', motionRegion, {}, { MotionRegion: xml })];
    assert.is(await soap.refusal('ModifyRules', { ...configuration, Rule }), fault);
    await soap.validate();
  });

const bad: readonly (readonly [
  what: string,
  operation: 'CreateRules' | 'ModifyRules',
  rule: ReturnType<typeof config>,
  fault: string,
])[] = [
  ['an unknown type', 'CreateRules', config('a', 'tt:NoDetector'), invalid],
  ['a type of nobody', 'CreateRules', config('a', 'vedette:ObjectTracker'), invalid],
  ['an empty name', 'CreateRules', config('', cells), invalid],
  ['a long name', 'CreateRules', config('x'.repeat(65), cells), invalid],
  ['a taken name', 'CreateRules', config('Motion', cells), 'Sender ter:InvalidArgVal ter:RuleAlreadyExistent'],
  ['an unknown parameter', 'CreateRules', config('a', cells, { Speed: '1' }), invalid],
  [
    'an element in place of an item',
    'CreateRules',
    config('a', cells, {}, { MinCount: '<tt:Color X="1" Y="1" Z="1"/>' }),
    invalid,
  ],
  ['a classless filter', 'CreateRules', config('a', cells, { ClassFilter: 'Human' }), invalid],
  ['an unknown rule', 'ModifyRules', config('a', cells), 'Sender ter:InvalidArgVal ter:RuleNotExistent'],
  ['another type', 'ModifyRules', config('Motion', motionRegion), 'Receiver ter:Action ter:TypeChangeProhibited'],
];

for (const [what, operation, rule, fault] of bad)
  rules(`${operation} refuses ${what}, and what stands beside it`, async () => {
    const { soap, stored, camera } = analyticsUnderTest();
    const before = stored();
    const good = operation === 'CreateRules' ? config('good', cells) : config('Motion', cells, { MinCount: '9' });
    assert.is(await soap.refusal(operation, { ...configuration, Rule: [good, rule] }), fault);
    assert.is(stored(), before);
    assert.equal(
      camera.published.filter(({ topic }) => topic.endsWith('ConfigurationChanged')),
      [],
    );
    await soap.validate();
  });

rules('an item that is given twice is refused', async () => {
  const { soap } = analyticsUnderTest();
  const { Name, Type, Parameters } = config('a', cells, { MinCount: '1' });
  const SimpleItem = [...(Parameters.SimpleItem ?? []), { Name: 'MinCount', Value: '2' }];
  const Rule = [{ Name, Type, Parameters: { SimpleItem } }];
  assert.is(await soap.refusal('CreateRules', { ...configuration, Rule }), invalid);
});

rules('unknown configurations, types and names have the faults of the standard', async () => {
  const { soap, stored } = analyticsUnderTest();
  const nowhere = { ConfigurationToken: 'x' };
  assert.is(await soap.refusal('GetRules', nowhere), 'Sender ter:InvalidArgVal ter:NoConfig');
  assert.is(
    await soap.refusal('CreateRules', { ...nowhere, Rule: [config('a', cells)] }),
    'Sender ter:InvalidArgVal ter:NoConfig',
  );
  const type = { ...configuration, RuleType: 'tt:NoDetector' };
  assert.is(await soap.refusal('GetRuleOptions', type), 'Sender ter:InvalidArgVal ter:RuleNotExistent');
  const before = stored();
  const half = { ...configuration, RuleName: ['Motion', 'x'] };
  assert.is(await soap.refusal('DeleteRules', half), 'Sender ter:InvalidArgVal ter:RuleNotExistent');
  assert.is(stored(), before);
});

rules('1,000 changes one after another leave what the last one said', async () => {
  const { soap, rules: present } = analyticsUnderTest();
  for (let number = 0; number < 1000; number += 1) {
    const value = String(1 + (number % 576));
    await soap.call('ModifyRules', { ...configuration, Rule: [config('Motion', cells, { MinCount: value })] });
  }
  const [motion] = await present();
  assert.is(motion?.Parameters.SimpleItem?.[0]?.Value, String(1 + (999 % 576)));
});

rules.run();
