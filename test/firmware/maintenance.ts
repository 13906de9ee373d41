// time limit: 150 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../until.ts';
import { mediaPidOf } from './media-process-of.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { type SoapReply, soap } from './soap-client.ts';

const maintenance = suite('backup, restore and reset of a camera');
let one: Camera;
let other: Camera;

maintenance.before(async () => {
  [one, other] = await Promise.all([startCamera([]), startCamera([])]);
});

maintenance.after(async () => {
  await Promise.all([one.stop(), other.stop()]);
});

function ask(camera: Camera, message: string): Promise<SoapReply> {
  return soap(camera.summary.onvif, message, [camera.admin, camera.password]);
}

async function serialNumber(camera: Camera): Promise<string> {
  const { text } = await ask(camera, '<tds:GetDeviceInformation/>');
  return /SerialNumber>([^<]*)</.exec(text)?.[1] ?? '';
}

/** Waits for the end of one life and the begin of the next. */
async function restarted(camera: Camera, mediaPid: number | undefined): Promise<void> {
  await until(() => mediaPidOf(camera.summary.pid) !== mediaPid, 'the end of the present life');
  const time = '<tds:GetSystemDateAndTime/>';
  await until(async () => (await soap(camera.summary.onvif, time).catch(() => undefined))?.status === 200, 'the next');
}

async function backupOf(camera: Camera): Promise<string> {
  const { status, text } = await ask(camera, '<tds:GetSystemBackup/>');
  assert.is(status, 200);
  return /octet-stream\r\n\r\n(.*?)\r\n--part/s.exec(text)?.[1] ?? '';
}

async function restore(camera: Camera, backup: string): Promise<number> {
  const data = Buffer.from(backup).toString('base64');
  const file = `<tds:BackupFiles><tt:Name>/a</tt:Name><tt:Data>${data}</tt:Data></tds:BackupFiles>`;
  return (await ask(camera, `<tds:RestoreSystem>${file}</tds:RestoreSystem>`)).status;
}

const scopes = async (camera: Camera): Promise<string> => (await ask(camera, '<tds:GetScopes/>')).text;
const place = 'onvif://www.onvif.org/location/attic';

// shows COR-07c
maintenance('a backup of one camera brings another one to its settings, and leaves it itself', async () => {
  await ask(one, `<tds:SetScopes><tds:Scopes>${place}</tds:Scopes></tds:SetScopes>`);
  const backup = await backupOf(one);
  for (const secret of [one.password, other.password, 'BEGIN']) assert.not.match(backup, secret);
  const serial = await serialNumber(other);
  const before = mediaPidOf(other.summary.pid);
  assert.is(await restore(other, backup.slice(0, -10)), 400);
  assert.is(await restore(other, backup.replace('"product": "virtual"', '"product": "another"')), 400);
  assert.not.match(await scopes(other), place);
  assert.is(await restore(other, backup), 200);
  await restarted(other, before);
  assert.match(await scopes(other), place);
  assert.is(await serialNumber(other), serial);
  const { text } = await ask(one, '<tev:GetEventProperties/>');
  assert.match(text, 'Backup');
});

// shows COR-07d
maintenance('logs and support information come without secrets', async () => {
  await soap(other.summary.onvif, '<tds:GetUsers/>', [other.password, 'wrong']);
  await ask(other, `<tds:AddScopes><tds:ScopeItem>${place}/2</tds:ScopeItem></tds:AddScopes>`);
  const logOf = async (type: string): Promise<string> =>
    (await ask(other, `<tds:GetSystemLog><tds:LogType>${type}</tds:LogType></tds:GetSystemLog>`)).text;
  const [system, access] = [await logOf('System'), await logOf('Access')];
  assert.match(system, /control\/device: the settings are those of a backup/);
  assert.match(system, / media: /);
  assert.match(access, '127.0.0.1 (unknown user) login by web refused');
  assert.match(access, `127.0.0.1 ${other.admin} AddScopes done`);
  const support = (await ask(other, '<tds:GetSystemSupportInformation/>')).text;
  assert.match(support, '== settings ==');
  for (const text of [system, access, support]) assert.not.match(text, other.password);
});

// shows COR-07b
maintenance('a soft reset leaves users and identity, a hard one returns to the set-up state', async () => {
  const serial = await serialNumber(one);
  let before = mediaPidOf(one.summary.pid);
  const reset = (kind: string): string =>
    `<tds:SetSystemFactoryDefault><tds:FactoryDefault>${kind}</tds:FactoryDefault></tds:SetSystemFactoryDefault>`;
  assert.is((await ask(one, reset('Soft'))).status, 200);
  await restarted(one, before);
  assert.not.match(await scopes(one), place);
  assert.is(await serialNumber(one), serial);
  before = mediaPidOf(one.summary.pid);
  assert.is((await ask(one, reset('Hard'))).status, 200);
  await restarted(one, before);
  const open = await soap(one.summary.onvif, '<tds:GetDeviceInformation/>');
  assert.is(open.status, 200);
  assert.match(open.text, serial);
  assert.is((await soap(one.summary.onvif, '<tds:GetUsers/>')).status, 401);
});

maintenance.run();
