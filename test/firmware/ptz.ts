// time limit: 180 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { validateMessages } from '../services/discovery/official-validator.ts';
import { until } from '../until.ts';
import { documentsOf, playMetadata } from './metadata-client.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';
import { temporaryFolder } from './temporary-folder.ts';

const room = suite('PTZ of a running camera');

async function ask(camera: Camera, name: string, inside: string = '', path: string = 'PTZ'): Promise<string> {
  const address = camera.summary.onvif.replace('device_service', path);
  const message = `<tptz:${name}><tptz:ProfileToken>Profile1</tptz:ProfileToken>${inside}</tptz:${name}>`;
  const { status, text } = await soap(address, message, [camera.admin, camera.password]);
  assert.is(status, 200, text);
  return text;
}

async function told(camera: Camera, message: string, path: string): Promise<string> {
  const address = camera.summary.onvif.replace('device_service', path);
  return (await soap(address, message, [camera.admin, camera.password])).text;
}

const velocity = (x: number, y: number): string => `<tptz:Velocity><tt:PanTilt x="${x}" y="${y}"/></tptz:Velocity>`;

async function rest(camera: Camera): Promise<string> {
  let status = '';
  await until(async () => {
    status = await ask(camera, 'GetStatus');
    return !status.includes('MOVING');
  });
  return status;
}

/** `PanTilt` x of a status. */
function panOf(status: string): number {
  return Number(/PanTilt x="([^"]*)"/.exec(status)?.[1]);
}

// shows PTZ-04
room('takes fifty commands a second of two clients, of which the last one counts', async () => {
  const camera = await startCamera([]);
  try {
    await until(async () => (await ask(camera, 'GetStatus')).includes('PanTilt x='), 'the head is there');
    assert.match(await told(camera, '<tds:GetScopes/>', 'device_service'), 'onvif://www.onvif.org/type/ptz');
    const answers: Promise<string>[] = [];
    for (let count = 0; count < 50; count += 1) {
      answers.push(ask(camera, 'ContinuousMove', velocity(count % 2 === 0 ? 0.2 : -0.2, 0)));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await Promise.all(answers);
    await ask(camera, 'ContinuousMove', velocity(0.5, 0));
    const before = panOf(await ask(camera, 'GetStatus'));
    await until(async () => panOf(await ask(camera, 'GetStatus')) > before + 0.1, 'the head goes to the right');
    await ask(camera, 'Stop', '', 'device_service');
    await rest(camera);
  } finally {
    await camera.stop();
  }
});

// shows STR-76, PTZ-30
room('is told in the metadata stream and by events, each answer valid', async () => {
  const camera = await startCamera([]);
  try {
    const stream = '<tt:Name>m</tt:Name><tt:UseCount>0</tt:UseCount>';
    const cast =
      '<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address></tt:Address><tt:Port>0</tt:Port><tt:TTL>1</tt:TTL><tt:AutoStart>false</tt:AutoStart></tt:Multicast>';
    const wanted = `<tt:PTZStatus><tt:Status>true</tt:Status><tt:Position>true</tt:Position></tt:PTZStatus><tt:Events/>`;
    const set = `<tr2:SetMetadataConfiguration><tr2:Configuration token="Metadata1">${stream}${wanted}${cast}<tt:SessionTimeout>PT60S</tt:SessionTimeout></tr2:Configuration></tr2:SetMetadataConfiguration>`;
    assert.match(await told(camera, set, 'media2_service'), 'SetMetadataConfigurationResponse');
    const options = await told(camera, '<tr2:GetMetadataConfigurationOptions/>', 'media2_service');
    assert.match(options, '<tt:PanTiltPositionSupported>true<');
    const { client, session, uri } = await playMetadata(camera);
    const documents = (): readonly string[] => documentsOf(client).map(String);
    await until(() => documents().some((one) => one.includes('<tt:PTZStatus>')), 'a status at the beginning');
    await ask(camera, 'SetPreset', '<tptz:PresetName>door</tptz:PresetName>');
    await ask(camera, 'ContinuousMove', velocity(0.05, 0));
    await until(() => documents().some((one) => one.includes('<tt:PanTilt>MOVING<')), 'a moving status');
    const places = (): number => new Set(documents().flatMap((one) => /PanTilt x="([^"]*)"/.exec(one)?.[1] ?? [])).size;
    await until(() => places() > 3, 'positions on the way');
    await ask(camera, 'GotoPreset', '<tptz:PresetToken>1</tptz:PresetToken>');
    await ask(camera, 'CreatePresetTour');
    await rest(camera);
    for (const name of ['PTZPresets/Invoked', 'PTZPresets/Reached', 'PTZPresetTours/Configuration'])
      await until(() => documents().some((one) => one.includes(`tns1:PTZController/${name}`)), name);
    const properties = await told(camera, '<tev:GetEventProperties/>', 'event_service');
    assert.match(properties, 'ElementItemDescription');
    await validateMessages({
      ...Object.fromEntries(documents().map((one, index) => [`document-${index}`, one])),
      options,
      properties,
    });
    await client.request('TEARDOWN', uri, { Session: session });
    client.close();
  } finally {
    await camera.stop();
  }
});

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Tokens of the presets. */
async function tokens(camera: Camera): Promise<readonly string[]> {
  return [...(await ask(camera, 'GetPresets')).matchAll(/<tptz:Preset token="([^"]*)"/g)].map(
    ([, token = '']) => token,
  );
}

/** Stores presets without pause until the camera is gone, and adds the tokens that it answered. */
async function storeUntilDead(camera: Camera, answered: string[]): Promise<void> {
  for (;;) {
    try {
      const text = await ask(camera, 'SetPreset');
      answered.push(/<tptz:PresetToken>([^<]*)</.exec(text)?.[1] ?? '');
    } catch {
      return;
    }
  }
}

room('keeps every preset that it answered for, and its tokens, over kill -9 at any moment', async () => {
  const data = temporaryFolder();
  const kept = new Set<string>();
  for (let round = 0; round < 6; round += 1) {
    const camera = await startCamera([], {}, data);
    await until(async () => (await ask(camera, 'GetStatus')).includes('PanTilt x='), 'the head is there');
    const present = await tokens(camera);
    assert.equal(
      [...kept].filter((token) => !present.includes(token)),
      [],
      `round ${round}`,
    );
    assert.is(new Set(present).size, present.length);
    const answered: string[] = [];
    const writing = storeUntilDead(camera, answered);
    await until(() => answered.length > round);
    process.kill(camera.summary.pid, 'SIGKILL');
    await writing;
    for (const token of answered) kept.add(token);
    await until(() => camera.exitCode() !== null || !alive(camera.summary.pid));
  }
});

room.run();
