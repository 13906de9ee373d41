import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { completeValues } from '../../../../services/analytics/parameters/configuration.ts';
import type { RuleMessage } from '../../../../services/analytics/rules/machine.ts';
import { ruleTypes } from '../../../../services/analytics/rules/rule-types.ts';
import type { Scene, StillThing } from '../../../../services/analytics/scene/scene.ts';
import { motionIn, noon, objectAt, plainMeasures, sceneAt } from '../scenes.ts';

const records = suite('records of rule types');

const facts = { columns: 32, rows: 18, classes: ['Human', 'Vehicle'] };

const thing = (id: number, kind: StillThing['kind']): StillThing => ({
  ...{ id, kind, since: 0, clarity: 1, centre: { x: 0.1, y: 0 } },
  box: { left: 0, top: 0.1, right: 0.2, bottom: -0.1 },
});

/** A scene in which everything happens that a rule with default parameters can tell. */
function eventful(seconds: number): Scene {
  const x = seconds % 20 < 10 ? -0.5 : 0.5;
  const before = { x: (seconds - 1) % 20 < 10 ? -0.5 : 0.5, y: 0 };
  const person = objectAt(3, [x, 0], { before, classes: [{ type: 'Human', likelihood: 0.9 }] });
  return sceneAt(seconds * 1000, {
    ...motionIn(
      [
        [3, 3],
        [4, 3],
        [3, 4],
        [4, 4],
      ],
      80,
    ),
    objects: seconds < 60 ? [person] : [],
    things: [thing(8, 'left'), thing(9, 'removed')],
    measures: { ...plainMeasures, bright: 10, dark: 5 },
  });
}

for (const type of ruleTypes) {
  const messagesOf = (): readonly RuleMessage[] => {
    const rule = type.create(completeValues(type.parameters, {}, facts));
    const begun = rule.begin({ utc: noon, local: noon }, undefined);
    return [
      ...begun,
      ...Array.from({ length: 90 }, (_, seconds) => rule.next(eventful(seconds))).flat(),
      ...rule.reset(noon),
    ];
  };

  records(`${type.type}: messages are as they are described`, () => {
    const messages = messagesOf();
    assert.ok(messages.length >= 1);
    for (const { topic = type.events[0].topic, data, operation } of messages) {
      const event = type.events.find((one) => one.topic === topic);
      assert.ok(event !== undefined, `${topic} is not described`);
      assert.equal(
        data.map(({ name }) => name),
        Object.keys(event.data),
      );
      assert.is(operation !== undefined, event.property);
    }
  });

  records(`${type.type}: tells something of an eventful scene, and every true ends in a false`, () => {
    const messages = messagesOf().filter(({ operation }) => operation !== 'Initialized');
    assert.ok(messages.length >= 1);
    const states = messages.map(({ data }) => data[0]?.value).filter((value) => typeof value === 'boolean');
    assert.ok(states.length === 0 || states.at(-1) === false);
  });
}

records('each type has a name and topics of its own', () => {
  const names = ruleTypes.map(({ type }) => type);
  const topics = ruleTypes.flatMap(({ events }) => events.map(({ topic }) => topic));
  assert.is(new Set(names).size, names.length);
  assert.is(new Set(topics).size, topics.length);
});

records.run();
