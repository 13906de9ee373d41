// time limit: 120 s
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OwnTime } from '../own-time.ts';
import { until } from '../until.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { type SoapReply, soap } from './soap-client.ts';
import { temporaryFolder } from './temporary-folder.ts';

const room = suite('inputs and outputs of a camera');
const data = temporaryFolder();
const inputFile = join(data, 'inputs');
const relayFile = join(data, 'relays');
const tmd = 'xmlns:tmd="http://www.onvif.org/ver10/deviceIO/wsdl"';
const tev = 'xmlns:tev="http://www.onvif.org/ver10/events/wsdl"';
/** Longest time (ms) from an edge to its event that issue and standard leave to the camera. */
const requirement = 100;
let camera: Camera;

room.before(async () => {
  writeFileSync(inputFile, '');
  camera = await startCamera([], { VEDETTE_INPUTS: inputFile, VEDETTE_RELAYS: relayFile }, join(data, 'camera'));
});
room.after(async () => {
  await camera.stop();
});

function call(message: string, path = 'deviceio_service'): Promise<SoapReply> {
  const url = path.startsWith('http') ? path : new URL(path, camera.summary.onvif).href;
  return soap(url, message, [camera.admin, camera.password]);
}

/** One pull point, with the events that came from it. */
interface Puller {
  readonly events: readonly string[];
  /** Resolves when an event that matches has come, after the first `seen` ones. */
  next(expected: RegExp, seen: number): Promise<void>;
  end(): Promise<void>;
}

async function pull(): Promise<Puller> {
  const created = await call(`<tev:CreatePullPointSubscription ${tev}/>`, 'event_service');
  const address = /Address>([^<]*)</.exec(created.text)?.[1] ?? '';
  const events: string[] = [];
  let ended = false;
  let onEvents: () => void = () => undefined;
  const loop = async (): Promise<void> => {
    while (!ended) {
      const timeout = '<tev:Timeout>PT1S</tev:Timeout><tev:MessageLimit>50</tev:MessageLimit>';
      const { text } = await call(`<tev:PullMessages ${tev}>${timeout}</tev:PullMessages>`, address);
      events.push(...text.split('<wsnt:NotificationMessage>').slice(1));
      onEvents();
    }
  };
  const running = loop();
  return {
    events,
    next: (expected, seen) =>
      new Promise((resolve) => {
        onEvents = () => {
          if (events.slice(seen).some((text) => expected.test(text))) resolve();
        };
      }),
    async end() {
      ended = true;
      await running;
    },
  };
}

/** Times (ms) from each action to the event that matches: by the wall clock, and of the camera and the client alone. */
async function latencies(
  puller: Puller,
  act: (turn: number) => Promise<unknown>,
  expected: (turn: number) => RegExp,
): Promise<readonly { readonly wall: number; readonly own: number }[]> {
  const watch = new OwnTime(camera.summary.pid);
  const found: { wall: number; own: number }[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const before = puller.events.length;
    const arrived = puller.next(expected(turn), before);
    watch.begin();
    const done = act(turn);
    await arrived;
    found.push({ wall: watch.elapsed, own: watch.own() });
    await done;
  }
  watch.end();
  return found;
}

/** Tells the times, and fails where an edge took the camera too long. */
function check(what: string, times: readonly { readonly wall: number; readonly own: number }[]): void {
  const list = (member: 'wall' | 'own'): string => times.map((time) => time[member].toFixed(0)).join(' ');
  process.stdout.write(
    `\n${what}, edge to event in ms: ${list('wall')}; without waiting for a processor: ${list('own')}\n`,
  );
  for (const { own } of times) assert.ok(own < requirement, `${what}: ${own} ms`);
}

room('tell the true state of each at the start of a subscription', async () => {
  writeFileSync(inputFile, 'Input2');
  await until(() => readFileSync(relayFile, 'utf8').includes('Relay1 open'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  const puller = await pull();
  const state = (token: string, value: string): RegExp =>
    new RegExp(`PropertyOperation="Initialized".*Value="${token}".*Name="LogicalState" Value="${value}"`, 's');
  for (const wanted of [state('Input1', 'false'), state('Input2', 'true'), state('Relay1', 'inactive')]) {
    await until(() => puller.events.some((text) => wanted.test(text)));
  }
  writeFileSync(inputFile, '');
  await puller.end();
});

// shows DIO-04, DIO-06
room('report every edge of an input, and of a relay, within 100 ms', async () => {
  const puller = await pull();
  await until(() => puller.events.length > 0);
  const value = (turn: number): boolean => turn % 2 === 0;
  const inputs = await latencies(
    puller,
    async (turn) => writeFileSync(inputFile, value(turn) ? 'Input1' : ''),
    (turn) => new RegExp(`Changed.*Value="Input1".*Value="${value(turn)}"`, 's'),
  );
  check('inputs', inputs);
  const relays = await latencies(
    puller,
    (turn) => {
      const state = value(turn) ? 'active' : 'inactive';
      const token = '<tmd:RelayOutputToken>Relay1</tmd:RelayOutputToken>';
      return call(
        `<tmd:SetRelayOutputState ${tmd}>${token}<tmd:LogicalState>${state}</tmd:LogicalState></tmd:SetRelayOutputState>`,
      );
    },
    (turn) => new RegExp(`Changed.*Value="Relay1".*Value="${value(turn) ? 'active' : 'inactive'}"`, 's'),
  );
  check('relays', relays);
  await puller.end();
});

// shows COR-10
room('are the same at the device and the DeviceIO service, with auxiliary commands beside them', async () => {
  const both = [
    await call('<tds:GetRelayOutputs/>', 'device_service'),
    await call(`<tmd:GetRelayOutputs ${tmd}/>`),
    await call('<tds:GetRelayOutputs/>'),
  ].map(({ text }) => text.slice(text.indexOf('<tds:GetRelayOutputsResponse')));
  assert.match(both[0] ?? '', /token="Relay1".*<tt:Mode>Bistable<.*<tt:DelayTime>PT1S<.*<tt:IdleState>open</s);
  assert.equal([both[1], both[2]], [both[0], both[0]]);
  const { text: services } = await call('<tds:GetServiceCapabilities/>', 'device_service');
  const [, listed = ''] = /AuxiliaryCommands="([^"]*)"/.exec(services) ?? [];
  assert.ok(listed.split(' ').includes('tt:Wiper|On'), listed);
  const wiper = (state: string): Promise<SoapReply> =>
    call(
      `<tds:SendAuxiliaryCommand><tt:AuxiliaryCommand>tt:Wiper|${state}</tt:AuxiliaryCommand></tds:SendAuxiliaryCommand>`,
      'device_service',
    );
  assert.match((await wiper('On')).text, /<tds:AuxiliaryCommandResponse>tt:Wiper\|On</);
  assert.match(readFileSync(relayFile, 'utf8'), /^Wiper closed$/m);
  await wiper('Off');
  assert.match(readFileSync(relayFile, 'utf8'), /^Wiper open$/m);
  assert.match((await wiper('Up')).text, /ter:AuxiliaryDataNotSupported/);
});

room('have the relay in its idle state again after a restart, before a client asks', async () => {
  const settings = '<tt:Mode>Bistable</tt:Mode><tt:DelayTime>PT1S</tt:DelayTime><tt:IdleState>closed</tt:IdleState>';
  const set = `<tmd:SetRelayOutputSettings ${tmd}><tmd:RelayOutput token="Relay1"><tt:Properties>${settings}</tt:Properties></tmd:RelayOutput></tmd:SetRelayOutputSettings>`;
  assert.is((await call(set)).status, 200);
  process.kill(camera.summary.pid, 'SIGKILL');
  await until(() => camera.exitCode() !== null || !alive(camera.summary.pid));
  writeFileSync(relayFile, '');
  camera = await startCamera([], { VEDETTE_INPUTS: inputFile, VEDETTE_RELAYS: relayFile }, join(data, 'camera'));
  await until(() => readFileSync(relayFile, 'utf8').includes('Relay1 closed'));
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

room.run();
