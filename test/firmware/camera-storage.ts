// time limit: 240 s
import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../until.ts';
import { type Camera, startCamera } from './running-camera.ts';
import { soap } from './soap-client.ts';
import { type SmallDisk, smallDisk } from './storage/small-disk.ts';
import { temporaryFolder } from './temporary-folder.ts';

const room = suite('storage of a camera');

interface Logged extends Camera {
  /** What it has logged so far. */
  readonly log: () => string;
  /** The status of a call with these credentials, and its text. */
  readonly call: (message: string, password?: string, user?: string) => Promise<string>;
}

async function start(data: string, environment: NodeJS.ProcessEnv = {}): Promise<Logged> {
  const file = join(temporaryFolder(), 'log');
  const descriptor = openSync(file, 'a');
  try {
    const camera = await startCamera([], environment, data, descriptor);
    return {
      ...camera,
      log: () => readFileSync(file, 'utf8'),
      call: async (message, password = camera.password, user = camera.admin) => {
        const { status, text } = await soap(camera.summary.onvif, message, [user, password]);
        return `${status} ${text}`;
      },
    };
  } finally {
    closeSync(descriptor);
  }
}

const userOf = (name: string, password: string): string =>
  `<tt:Username>${name}</tt:Username><tt:Password>${password}</tt:Password><tt:UserLevel>Administrator</tt:UserLevel>`;
const setPassword = (password: string): string =>
  `<tds:SetUser><tds:User>${userOf('admin', password)}</tds:User></tds:SetUser>`;
const createUser = (name: string): string =>
  `<tds:CreateUsers><tds:User>${userOf(name, `password of ${name}`)}</tds:User></tds:CreateUsers>`;
const setScopes = (scope: string): string => `<tds:SetScopes><tds:Scopes>${scope}</tds:Scopes></tds:SetScopes>`;
const [getUsers, getScopes] = ['<tds:GetUsers/>', '<tds:GetScopes/>'];
const refused = /^500 .*<s:Value>ter:Action<\/s:Value>.*settings cannot be stored/s;

const causes: readonly (readonly [string, (disk: SmallDisk) => void, (disk: SmallDisk) => void])[] = [
  ['full', (disk) => disk.fill(), (disk) => disk.empty()],
  ['read-only', (disk) => disk.setReadOnly(true), (disk) => disk.setReadOnly(false)],
];

for (const [name, begin, end] of causes) {
  room(`that is ${name}: what is refused has no effect, then and later, and the camera starts`, async () => {
    const disk = smallDisk(`a camera on a ${name} disk`, 'size=2m');
    if (disk === undefined) return;
    const first = await start(disk.path);
    try {
      assert.match(await first.call(setScopes('onvif://www.onvif.org/name/before')), /^200/);
      // A write that was under way gives room back when it ends.
      await until(async () => {
        begin(disk);
        return refused.test(await first.call(setScopes('onvif://www.onvif.org/name/before')));
      }, 'a refused change');
      assert.match(await first.call(setPassword('another-password')), refused);
      assert.match(await first.call(getUsers, 'another-password'), /^(400|401)/);
      assert.match(await first.call(createUser('second')), refused);
      assert.match(await first.call(getUsers, 'password of second', 'second'), /^(400|401)/);
      assert.match(await first.call(setScopes('onvif://www.onvif.org/name/after')), refused);
      assert.match(await first.call(getScopes), /^200.*name\/before/s);
    } finally {
      await first.stop();
    }
    const second = await start(disk.path);
    try {
      assert.match(second.log(), /changes of the settings cannot be kept/);
      assert.match(await second.call(getUsers), /^200/);
      assert.match(await second.call(getScopes), /^200.*name\/before/s);
      assert.match(await second.call(getUsers, 'password of second', 'second'), /^(400|401)/);
      end(disk);
      assert.match(await second.call(setPassword('another-password')), /^200/);
      assert.match(await second.call(getUsers, 'another-password'), /^200/);
    } finally {
      await second.stop();
    }
  });
}

room('that is full at the first start: nobody can take the camera, and it serves', async () => {
  const disk = smallDisk('a first start on a full disk', 'size=1m');
  if (disk === undefined) return;
  disk.fill();
  const camera = await start(disk.path);
  try {
    assert.is(camera.summary.admin, undefined);
    assert.match(await camera.call('<tds:GetSystemDateAndTime/>'), /^200/);
    assert.is((await soap(camera.summary.onvif, createUser('thief'))).status, 500);
    assert.match(await camera.call(getUsers, 'password of thief', 'thief'), /^(400|401)/);
  } finally {
    await camera.stop();
  }
});

room('does not need room in the temporary directory', async () => {
  const disk = smallDisk('a full temporary directory', 'size=4k,nr_inodes=1');
  if (disk === undefined) return;
  const camera = await start(temporaryFolder(), { TMPDIR: disk.path });
  try {
    assert.match(await camera.call(getUsers), /^200/);
  } finally {
    await camera.stop();
  }
});

const losses: readonly (readonly [name: string, lose: (data: string) => void])[] = [
  [
    'both copies of the users are damaged',
    (data) => {
      writeFileSync(join(data, 'settings', 'users.json'), 'x');
      writeFileSync(join(data, 'settings', 'users.json.last'), 'x');
    },
  ],
  ['the device key is gone', (data) => rmSync(join(data, 'device.key'))],
];

for (const [name, lose] of losses) {
  room(`locks the camera when ${name}, until somebody removes the files by hand`, async () => {
    const data = temporaryFolder();
    await (await start(data)).stop();
    lose(data);
    const locked = await start(data);
    try {
      assert.is(locked.summary.admin, undefined);
      assert.match(locked.log(), /nobody can log in: the way back stands in the README/);
      assert.match(await locked.call(getUsers), /^(400|401)/);
      assert.match(await locked.call('<tds:GetSystemDateAndTime/>'), /^200/);
      for (const message of [createUser('thief'), '<tds:GetDeviceInformation/>'])
        assert.match(`${(await soap(locked.summary.onvif, message)).status}`, /^(400|401)$/);
      assert.match(await locked.call(createUser('thief')), /^(400|401)/);
    } finally {
      await locked.stop();
    }
    // The README's way back.
    const settings = join(data, 'settings');
    for (const file of readdirSync(settings).filter((one) => /^(users|tls)\./.test(one))) rmSync(join(settings, file));
    const open = await start(data);
    try {
      assert.match(await open.call(getUsers), /^200/);
    } finally {
      await open.stop();
    }
  });
}

room('the system log has the lines of the life before, each once', async () => {
  const data = temporaryFolder();
  const getLog = '<tds:GetSystemLog><tds:LogType>System</tds:LogType></tds:GetSystemLog>';
  const first = await start(data);
  const [, line = ''] = /String>([^\n<]+)/.exec(await first.call(getLog)) ?? [];
  assert.match(line, /^\d{4}-.* info /);
  await first.stop();
  const second = await start(data);
  try {
    assert.is((await second.call(getLog)).split(line).length, 2);
  } finally {
    await second.stop();
  }
});

room.run();
