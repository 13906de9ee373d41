import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ConsumerServer } from '../services/events/push/consumers.ts';
import { until } from '../until.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { type SoapReply, soap } from './soap-client.ts';

const push = suite('push notifications');

let camera: Camera;
let consumer: ConsumerServer;

push.before(async () => {
  [camera, consumer] = await Promise.all([startCamera(['--local-receivers']), ConsumerServer.open()]);
});

push.after(async () => {
  consumer.close();
  await camera.stop();
});

const ask = (url: string, message: string): Promise<SoapReply> => soap(url, message, [camera.admin, camera.password]);

const eventService = (): string => new URL('/onvif/event_service', camera.summary.onvif).href;

const textOf = (reply: SoapReply, name: string): string =>
  new RegExp(`<(?:\\w+:)?${name}[^>]*>([^<]*)<`).exec(reply.text)?.[1] ?? '';

const addressing = 'xmlns:wsa="http://www.w3.org/2005/08/addressing"';
const notification = 'xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2"';

const subscribe = (address: string): string =>
  `<wsnt:Subscribe ${notification} ${addressing}><wsnt:ConsumerReference><wsa:Address>${address}</wsa:Address></wsnt:ConsumerReference><wsnt:InitialTerminationTime>PT600S</wsnt:InitialTerminationTime></wsnt:Subscribe>`;

/** Adds a profile, so that the camera tells tns1:Media/ProfileChanged. */
const change = (name: string): Promise<SoapReply> =>
  ask(camera.summary.onvif, `<tr2:CreateProfile><tr2:Name>${name}</tr2:Name></tr2:CreateProfile>`);

// shows COR-22, COR-24
push("Home Assistant's order: pull point, webhook, synchronization of both, renewal, events, end", async () => {
  const pull = await ask(
    eventService(),
    '<tev:CreatePullPointSubscription><tev:InitialTerminationTime>PT600S</tev:InitialTerminationTime></tev:CreatePullPointSubscription>',
  );
  const pullPoint = textOf(pull, 'Address');
  assert.is((await ask(pullPoint, '<tev:SetSynchronizationPoint/>')).status, 200);
  const begun = await ask(eventService(), subscribe(`${consumer.origin}/api/webhook/onvif-1`));
  assert.is(begun.status, 200, begun.text);
  const manager = textOf(begun, 'Address');
  const [present, end] = [textOf(begun, 'CurrentTime'), textOf(begun, 'TerminationTime')];
  assert.ok(present.endsWith('Z') && end.endsWith('Z'));
  const granted = Date.parse(end) - Date.parse(present);
  assert.ok(granted > 480_000 && granted <= 600_000, `${granted} ms`);
  await until(() => consumer.told.some((text) => text.startsWith('ProcessorUsage Initialized')));
  const before = consumer.told.length;
  assert.is((await ask(manager, '<tev:SetSynchronizationPoint/>')).status, 200);
  await until(() => consumer.told.length > before, 'the state again');
  const renew = `<wsnt:Renew ${notification}><wsnt:TerminationTime>${new Date(Date.now() + 480_000).toISOString()}</wsnt:TerminationTime></wsnt:Renew>`;
  const renewed = await ask(manager, renew);
  assert.is(renewed.status, 200, renewed.text);
  await change('first');
  await until(() => consumer.told.some((text) => text.startsWith('ProfileChanged')));
  assert.ok(consumer.received.every(({ path }) => path === '/api/webhook/onvif-1'));
  assert.is((await ask(manager, `<wsnt:Unsubscribe ${notification}/>`)).status, 200);
  assert.is((await ask(pullPoint, `<wsnt:Unsubscribe ${notification}/>`)).status, 200);
  assert.is((await ask(manager, `<wsnt:Unsubscribe ${notification}/>`)).status, 500);
});

push('openHAB subscribes with its own spelling of the namespace', async () => {
  const theirs = 'xmlns="http://docs.oasis-open.org/wsn/b-2/"';
  const capabilities = await ask(eventService(), `<GetServiceCapabilities ${theirs}/>`);
  assert.match(capabilities.text, 'WSSubscriptionPolicySupport="true"');
  const told = consumer.told.length;
  const begun = await ask(
    eventService(),
    `<Subscribe ${theirs}><ConsumerReference><Address>${consumer.origin}/openhab</Address></ConsumerReference></Subscribe>`,
  );
  assert.is(begun.status, 200, begun.text);
  await until(() => consumer.told.length > told);
  assert.is((await ask(textOf(begun, 'Address'), `<Unsubscribe ${theirs}/>`)).status, 200);
});

push('without the option a camera sends nothing to its own machine', async () => {
  const strict = await startCamera([]);
  try {
    const url = new URL('/onvif/event_service', strict.summary.onvif).href;
    const reply = await soap(url, subscribe(`${consumer.origin}/own`), [strict.admin, strict.password]);
    assert.is(reply.status, 500);
    assert.match(reply.text, 'SubscribeCreationFailedFault');
  } finally {
    await strict.stop();
  }
});

push.run();
