import { createHash } from 'node:crypto';
import type { ItemTypes, TopicDeclaration } from '../event-message.ts';
import { itemsOf, type Notification } from '../notification.ts';
import type { MqttMessage } from './mqtt-session.ts';

/** Facts of the camera that Home Assistant shows. */
export interface DiscoveredDevice {
  /** Unique and lasting. */
  readonly id: string;
  readonly name: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly version: string;
}

/** Entities of Home Assistant by the type of an item; items of other types are not shown. */
const entities: Readonly<
  Record<string, { readonly component: string; readonly more: Readonly<Record<string, string>> }>
> = {
  'xs:boolean': { component: 'binary_sensor', more: { payload_on: 'true', payload_off: 'false' } },
  'tt:RelayLogicalState': { component: 'binary_sensor', more: { payload_on: 'active', payload_off: 'inactive' } },
  'xs:float': { component: 'sensor', more: { state_class: 'measurement' } },
  'xs:int': { component: 'sensor', more: {} },
};

/** Device classes of Home Assistant by a part of the topic. */
const classes: readonly (readonly [part: RegExp, name: string])[] = [
  [/Motion/, 'motion'],
  [/HardwareFailure|SignalLoss|ImageToo|GlobalSceneChange/, 'problem'],
  [/Tamper/, 'tamper'],
];

interface Discovery {
  readonly device: DiscoveredDevice;
  /** MQTT topic of the property's state. */
  readonly stateTopic: string;
  readonly statusTopic: string;
}

function config(
  { device, stateTopic, statusTopic }: Discovery,
  notification: Notification,
  item: string,
  type: string,
): MqttMessage | undefined {
  const entity = entities[type];
  if (entity === undefined) return undefined;
  const { component, more } = entity;
  const { message } = notification;
  const unique = createHash('sha256').update(`${notification.property} ${item}`).digest('hex').slice(0, 16);
  const topic = `homeassistant/${component}/${device.id}/${unique}/config`;
  if (message.operation === 'Deleted') return { topic, payload: '', qos: 1, retain: true };
  const source = itemsOf(message.source).map(({ Value }) => Value);
  const deviceClass =
    component === 'binary_sensor' ? classes.find(([part]) => part.test(message.topic))?.[1] : undefined;
  const payload = {
    name: [message.topic.split('/').slice(1).join(' '), ...source, item].join(' '),
    unique_id: `${device.id}-${unique}`,
    state_topic: stateTopic,
    value_template: `{{ value_json['Data'][${JSON.stringify(item)}] }}`,
    availability_topic: statusTopic,
    ...(deviceClass === undefined ? {} : { device_class: deviceClass }),
    ...more,
    device: {
      identifiers: [device.id],
      name: device.name,
      manufacturer: device.manufacturer,
      model: device.model,
      sw_version: device.version,
    },
  };
  return { topic, payload: JSON.stringify(payload), qos: 1, retain: true };
}

/** Discovery messages of Home Assistant for the items of a property, one entity each; none for an event without state. */
export function discoveryMessages(
  discovery: Discovery,
  notification: Notification,
  declaration: TopicDeclaration | undefined,
): readonly MqttMessage[] {
  if (notification.property === undefined) return [];
  const types: ItemTypes = declaration?.data ?? {};
  return Object.entries(types).flatMap(([item, type]) => config(discovery, notification, item, type) ?? []);
}
