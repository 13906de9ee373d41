import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { elementJson } from '../../../../services/events/broker/element-json.ts';
import { discoveryMessages } from '../../../../services/events/broker/home-assistant.ts';
import { jsonPayload } from '../../../../services/events/broker/json-payload.ts';
import { mqttTopic } from '../../../../services/events/broker/mqtt-topic.ts';
import type { EventMessage, TopicDeclaration } from '../../../../services/events/event-message.ts';
import { notification } from '../../../../services/events/notification.ts';

const mapping = suite('mqtt mapping');

const crossed: TopicDeclaration = {
  topic: 'tns1:RuleEngine/LineDetector/Crossed',
  property: false,
  source: { VideoSource: 'tt:ReferenceToken', AnalyticsConfiguration: 'tt:ReferenceToken', Rule: 'xs:string' },
  data: { ObjectId: 'tt:ObjectId' },
};

/** The first example of the text, its source in another order than declared. */
const fence: EventMessage = {
  topic: crossed.topic,
  source: { Rule: 'MyImportantFence1', VideoSource: '1', AnalyticsConfiguration: '2' },
  data: { ObjectId: '15' },
};

const topics: readonly (readonly [message: EventMessage, declaration: TopicDeclaration | undefined, topic: string])[] =
  [
    [fence, crossed, 'MyDevice/onvif-ej/RuleEngine/LineDetector/Crossed/&1/2/MyImportantFence1'],
    [{ ...fence, source: {} }, crossed, 'MyDevice/onvif-ej/RuleEngine/LineDetector/Crossed'],
    [
      { ...fence, source: { Rule: 'a/b#c+d\u0001' } },
      crossed,
      'MyDevice/onvif-ej/RuleEngine/LineDetector/Crossed/&abcd',
    ],
    [
      { topic: 'tns1:Device/HardwareFailure/acme:LensFailure', source: { Token: 'ü' }, data: {} },
      undefined,
      'MyDevice/onvif-ej/Device/HardwareFailure/acme:LensFailure/&ü',
    ],
  ];

// shows COR-26
for (const [message, declaration, topic] of topics) {
  mapping(`an event goes to ${topic.replaceAll(/\s/g, ' ')}`, () => {
    assert.is(mqttTopic('MyDevice', message, declaration), topic);
  });
}

const time = new Date('2008-10-10T12:24:57.321Z');

const payloads: readonly (readonly [what: string, message: EventMessage, payload: string])[] = [
  [
    'the example of the text',
    { ...fence, source: { VideoSource: '1', AnalyticsConfiguration: '2', Rule: 'MyImportantFence1' } },
    '{"UtcTime":"2008-10-10T12:24:57.321Z","Source":{"VideoSource":"1","AnalyticsConfiguration":"2","Rule":"MyImportantFence1"},"Data":{"ObjectId":"15"}}',
  ],
  [
    'an event without source and data',
    { topic: 'tns1:A/B', source: {}, data: {} },
    '{"UtcTime":"2008-10-10T12:24:57.321Z","Source":{}}',
  ],
  [
    'a property with a key, without its operation',
    { topic: 'tns1:A/B', source: { S: 1 }, key: { K: 'a"b' }, data: { On: true }, operation: 'Changed' },
    '{"UtcTime":"2008-10-10T12:24:57.321Z","Source":{"S":"1"},"Data":{"K":"a\\"b","On":"true"}}',
  ],
  [
    'an element',
    {
      topic: 'tns1:A/B',
      source: {},
      data: {},
      elements: {
        Segments: {
          type: 'tt:Polyline',
          value: {
            Point: [
              { x: 0.1, y: 0.5 },
              { x: 1, y: 0.5 },
            ],
          },
        },
      },
    },
    '{"UtcTime":"2008-10-10T12:24:57.321Z","Source":{},"Data":{"Segments":{"Polyline":{"Point":[{"@x":"0.1","@y":"0.5"},{"@x":"1","@y":"0.5"}]}}}}',
  ],
];

for (const [what, message, payload] of payloads) {
  mapping(`writes ${what} as JSON`, () => {
    assert.is(jsonPayload(notification(message, time)), payload);
  });
}

/** Rows of the annex on the JSON payload format. */
const elements: readonly (readonly [xml: string, json: unknown])[] = [
  ['<tt:a/>', { a: null }],
  ['<tt:a>text</tt:a>', { a: 'text' }],
  ['<tt:a name="v"/>', { a: { '@name': 'v' } }],
  ['<tt:a name="v">text</tt:a>', { a: { '@name': 'v', '#text': 'text' } }],
  ['<tt:a><tt:b>1</tt:b><tt:c>2</tt:c></tt:a>', { a: { b: '1', c: '2' } }],
  ['<tt:a><tt:b>1</tt:b><tt:b>2</tt:b></tt:a>', { a: { b: ['1', '2'] } }],
  ['<acme:a xmlns:acme="urn:a">&lt;</acme:a>', { 'acme:a': '<' }],
];

for (const [xml, json] of elements) {
  mapping(`writes ${xml} as ${JSON.stringify(json)}`, () => {
    assert.equal(elementJson(xml), json);
  });
}

const input: TopicDeclaration = {
  topic: 'tns1:Device/Trigger/DigitalInput',
  property: true,
  source: { InputToken: 'tt:ReferenceToken' },
  data: { LogicalState: 'xs:boolean', Note: 'xs:string' },
};

const discovery = {
  device: { id: 'uuid-1', name: 'Camera 1', manufacturer: 'Vedette', model: 'virtual', version: '0.2.0' },
  stateTopic: 'cam/onvif-ej/Device/Trigger/DigitalInput/&In1',
  statusTopic: 'cam/status',
};

mapping('Home Assistant finds each state of a property, and forgets one that is deleted', () => {
  const message = { topic: input.topic, source: { InputToken: 'In1' }, data: { LogicalState: true, Note: 'x' } };
  const made = discoveryMessages(discovery, notification({ ...message, operation: 'Initialized' }, time), input);
  assert.is(made.length, 1);
  assert.match(made[0]?.topic ?? '', /^homeassistant\/binary_sensor\/uuid-1\/[0-9a-f]{16}\/config$/);
  const config = JSON.parse(made[0]?.payload ?? '') as Record<string, unknown>;
  assert.is(config.state_topic, discovery.stateTopic);
  assert.is(config.value_template, `{{ value_json['Data']["LogicalState"] }}`);
  assert.equal([config.payload_on, config.availability_topic], ['true', 'cam/status']);
  const gone = discoveryMessages(discovery, notification({ ...message, operation: 'Deleted' }, time), input);
  assert.equal([gone[0]?.topic, gone[0]?.payload], [made[0]?.topic, '']);
  assert.equal(discoveryMessages(discovery, notification(message, time), input), []);
});

mapping.run();
