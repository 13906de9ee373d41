// time limit: 180 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { brokerKeys } from '../../firmware/tls/broker-keys.ts';
import { parseBrokerAddress } from '../../services/events/broker/broker-address.ts';
import { brokerStream } from '../../services/events/broker/broker-stream.ts';
import { openMqttSession } from '../../services/events/broker/mqtt-session.ts';
import { type KeystoreContent, keystoreSetting } from '../../services/security/keystore/content.ts';
import { type Camera, startCamera } from '../firmware/running-camera.ts';
import { type SoapReply, soap } from '../firmware/soap-client.ts';
import { until } from '../until.ts';
import { brokerUser, MosquittoBroker, MqttListener } from './mosquitto-broker.ts';

const mosquitto = suite('Mosquitto');

let camera: Camera;
let broker: MosquittoBroker;

mosquitto.before(async () => {
  broker = await MosquittoBroker.open();
  camera = await startCamera(['--local-receivers', '--home-assistant']);
});

mosquitto.after(async () => {
  await camera?.stop();
  await broker?.close();
});

const eventService = (): string => new URL('/onvif/event_service', camera.summary.onvif).href;

const ask = (message: string, url = eventService()): Promise<SoapReply> =>
  soap(url, message, [camera.admin, camera.password]);

async function add(address: string, prefix: string, qos: number, more = ''): Promise<void> {
  const login = `<tev:UserName>${brokerUser.name}</tev:UserName><tev:Password>${brokerUser.password}</tev:Password>`;
  const reply = await ask(
    `<tev:AddEventBroker><tev:EventBroker><tev:Address>${address}</tev:Address><tev:TopicPrefix>${prefix}</tev:TopicPrefix>${login}${more}<tev:QoS>${qos}</tev:QoS></tev:EventBroker></tev:AddEventBroker>`,
  );
  assert.is(reply.status, 200, reply.text);
}

async function remove(address: string): Promise<void> {
  const reply = await ask(`<tev:DeleteEventBroker><tev:Address>${address}</tev:Address></tev:DeleteEventBroker>`);
  assert.is(reply.status, 200, reply.text);
}

const statuses = async (): Promise<readonly string[]> =>
  [...(await ask('<tev:GetEventBrokers/>')).text.matchAll(/Status>(\w+)</g)].map(([, status]) => status ?? '');

const isConnected = async (): Promise<boolean> => (await statuses()).every((status) => status === 'Connected');

/** Adds a profile, so that the camera tells tns1:Media/ProfileChanged; gives its token. */
async function addProfile(name: string): Promise<string> {
  const { text } = await ask(
    `<tr2:CreateProfile><tr2:Name>${name}</tr2:Name></tr2:CreateProfile>`,
    camera.summary.onvif,
  );
  return /Token>([^<]+)</.exec(text)?.[1] ?? '';
}

async function deleteProfile(token: string): Promise<void> {
  await ask(`<tr2:DeleteProfile><tr2:Token>${token}</tr2:Token></tr2:DeleteProfile>`, camera.summary.onvif);
}

const places: readonly (readonly [protocol: keyof MosquittoBroker['ports'], qos: 0 | 1 | 2])[] = [
  ['mqtt', 0],
  ['mqtts', 1],
  ['ws', 2],
  ['wss', 1],
];

// shows COR-26
for (const [protocol, qos] of places) {
  mosquitto(`gets events by ${protocol} with QoS ${qos}: state retained, what happens as it happens`, async () => {
    const prefix = `site/camera-${protocol}`;
    const address = `${protocol}://127.0.0.1:${broker.ports[protocol]}/mqtt`;
    await add(address, prefix, qos);
    await until(isConnected, 'the camera to be connected');
    const processor = `${prefix}/onvif-ej/Monitoring/ProcessorUsage/&Processor1`;
    const listener = new MqttListener(broker, `${prefix}/#`);
    await until(() => listener.lines.some((line) => line.includes(` ${processor} {"UtcTime":"`)), 'the state');
    const later = new MqttListener(broker, `${prefix}/#`);
    await until(() => later.lines.includes(`1 ${prefix}/status online`), 'the retained status');
    await until(() => later.lines.some((line) => line.startsWith(`1 ${processor} `)), 'the retained state');
    await later.close();
    const token = await addProfile(protocol);
    const changed = `0 ${prefix}/onvif-ej/Media/ProfileChanged/&${token} {"UtcTime":"`;
    await until(() => listener.lines.some((line) => line.startsWith(changed)), 'the event');
    await deleteProfile(token);
    await remove(address);
    await until(() => listener.lines.some((line) => line === `0 ${prefix}/status offline`), 'the end');
    assert.equal(
      listener.lines.filter((line) => !/^[01] \S+\/(?:onvif-ej\/\S+ \{.*\}|status \w+)$/.test(line)),
      [],
    );
    await listener.close();
    assert.not.match(broker.log, /malformed|protocol error/i);
  });
}

/** Logs in as the camera does, trusting what a policy of the keystore names. */
async function logInTrusting(certificate: string): Promise<void> {
  const content: KeystoreContent = {
    ...keystoreSetting.initial,
    certificates: [{ id: 'certificate-1', key: 'key-1', der: certificate }],
    policies: [{ id: 'policy-1', clientUsage: false, anchors: ['certificate-1'] }],
  };
  const anchors = brokerKeys(() => ({ content })).anchors('policy-1') ?? [];
  const address = parseBrokerAddress(`mqtts://127.0.0.1:${broker.ports.mqtts}`);
  const rules = { local: true, ownAddresses: () => [] };
  const begin = () => brokerStream(address, rules, { ca: [...anchors], rejectUnauthorized: true });
  const will = { topic: 'trust/status', payload: 'offline', qos: 0, retain: false } as const;
  const login = {
    clientId: 'trusting',
    userName: brokerUser.name,
    password: brokerUser.password,
    will,
    version: 5,
  } as const;
  const session = await openMqttSession(begin, login);
  await session.end();
}

// shows COR-26
mosquitto('is trusted by the policy that names its certificate, and by no other; MQTT 5 works too', async () => {
  const other = await MosquittoBroker.open();
  try {
    await logInTrusting(broker.certificate);
    const refusal = await logInTrusting(other.certificate).catch((error: unknown) => error);
    assert.match(String(refusal), /self-signed certificate/);
  } finally {
    await other.close();
  }
});

// shows COR-26
mosquitto('gets only what the filter names, and Home Assistant finds the states', async () => {
  const address = `mqtt://127.0.0.1:${broker.ports.mqtt}`;
  const filter =
    '<tev:PublishFilter><wsnt:TopicExpression xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:tns1="http://www.onvif.org/ver10/topics" Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">tns1:Device//.</wsnt:TopicExpression></tev:PublishFilter>';
  await add(address, 'narrow', 1, filter);
  const [events, found] = [
    new MqttListener(broker, 'narrow/onvif-ej/#'),
    new MqttListener(broker, 'homeassistant/#', 'mqttv5'),
  ];
  await until(() => events.lines.some((line) => line.includes('/Device/HardwareFailure/StorageFailure/&Settings ')));
  assert.ok(events.lines.every((line) => line.includes(' narrow/onvif-ej/Device/')));
  await until(() =>
    found.lines.some((line) => line.includes('"state_topic":"narrow/onvif-ej/Device/HardwareFailure/')),
  );
  await Promise.all([events.close(), found.close()]);
  await remove(address);
});

// shows COR-26
mosquitto('is found again after it was gone, and a camera that dies leaves its will', async () => {
  const address = `mqtt://127.0.0.1:${broker.ports.mqtt}`;
  await add(address, 'again', 1);
  await until(isConnected, 'the camera to be connected');
  await broker.kill();
  await until(async () => !(await isConnected()), 'the camera to notice');
  const token = await addProfile('while-away');
  await broker.start();
  await until(() => broker.log.includes(`again/onvif-ej/Media/ProfileChanged/&${token}'`), 'the kept event');
  const listener = new MqttListener(broker, 'again/#');
  await until(() => listener.lines.some((line) => line.endsWith('again/status online')));
  process.kill(camera.summary.pid, 'SIGKILL');
  await until(() => listener.lines.some((line) => line.endsWith('again/status offline')), 'the will');
  await listener.close();
});

mosquitto.run();
