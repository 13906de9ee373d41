import * as assert from 'uvu/assert';
import { startCamera } from '../../firmware/running-camera.ts';
import { soap } from '../../firmware/soap-client.ts';
import { until } from '../../until.ts';
import { admin, password } from './client.ts';
import { inGuest } from './guest.ts';
import type { Story } from './story-parts.ts';

const place = 'onvif://www.onvif.org/location/barn';
const reset = (kind: string): string =>
  `<tds:SetSystemFactoryDefault><tds:FactoryDefault>${kind}</tds:FactoryDefault></tds:SetSystemFactoryDefault>`;
export const createAdministrator: string = `<tds:CreateUsers><tds:User><tt:Username>${admin}</tt:Username><tt:Password>${password}</tt:Password><tt:UserLevel>Administrator</tt:UserLevel></tds:User></tds:CreateUsers>`;

const restoring = (backup: string): string =>
  `<tds:RestoreSystem><tds:BackupFiles><tt:Name>/backup</tt:Name><tt:Data>${Buffer.from(backup).toString('base64')}</tt:Data></tds:BackupFiles></tds:RestoreSystem>`;

/** Waits for the next start of the guest. The mark of the present one lies in memory. */
async function restarted({ camera }: Story, act: () => Promise<unknown>): Promise<void> {
  await inGuest('touch /run/present-start');
  await act();
  const isNext = async (): Promise<boolean> =>
    (await inGuest('test -e /run/present-start && echo old || echo new')) === 'new';
  await until(isNext, 'the guest starts again', 120_000);
  await until(
    async () => (await soap(camera.url, '<tds:GetSystemDateAndTime/>')).status === 200,
    'the camera',
    120_000,
  );
}

/** Cases of restarts, backups and resets. */
export function lifeCases(story: Story): void {
  rebootCase(story);
  resetCases(story);
}

function rebootCase(story: Story): void {
  const { camera, ear, test } = story;

  test('SystemReboot starts the machine again, and all that was set is there', async () => {
    const heard = ear.heard.length;
    await restarted(story, () => camera.ask('<tds:SystemReboot/>'));
    await camera.learnTime();
    await ear.hello(`//${new URL(camera.url).host}/`, heard);
    assert.match(await camera.ask('<tds:GetNetworkInterfaces/>'), camera.host);
    assert.is(await inGuest('hostname'), 'cam-hall');
  });
}

function resetCases(story: Story): void {
  const { camera, ear, test } = story;
  let backup = '';

  test('a backup of it is restored on another camera', async () => {
    await camera.ask(`<tds:SetScopes><tds:Scopes>${place}</tds:Scopes></tds:SetScopes>`);
    backup = /octet-stream\r\n\r\n(.*?)\r\n--part/s.exec(await camera.ask('<tds:GetSystemBackup/>'))?.[1] ?? '';
    const other = await startCamera(['--board', 'qemu-virt']);
    try {
      const send = (message: string): ReturnType<typeof soap> =>
        soap(other.summary.onvif, message, [other.admin, other.password]);
      const { status, text } = await send(restoring(backup));
      assert.is(status, 200, text);
      await until(async () => (await send('<tds:GetScopes/>')).text.includes(place), 'the scope', 60_000);
    } finally {
      await other.stop();
    }
  });

  test('a soft reset leaves network and users', async () => {
    await restarted(story, () => camera.ask(reset('Soft')));
    assert.not.match(await camera.ask('<tds:GetScopes/>'), place);
    assert.match(await camera.ask('<tds:GetNetworkInterfaces/>'), camera.host);
    assert.match(await inGuest('ip -o -4 addr show eth0'), `${camera.host}/24`);
    assert.is(await inGuest('hostname'), 'cam-hall');
  });

  test('a hard reset returns to the state of the first day: DHCP, and nobody has a login', async () => {
    const before = camera.host;
    await camera.ask(reset('Hard'));
    const leased = async (): Promise<string> =>
      /\/\/(10\.9\.0\.1\d\d)[:/]/.exec((await ear.probe()).join(' '))?.[1] ?? '';
    await until(async () => (await leased()) !== '', 'the address of DHCP', 120_000);
    camera.host = await leased();
    camera.port = 80;
    await until(
      async () => (await soap(camera.url, '<tds:GetSystemDateAndTime/>')).status === 200,
      'the camera',
      60_000,
    );
    await camera.learnTime();
    await camera.refused('<tds:GetUsers/>', 'NotAuthorized');
    assert.not.match(await inGuest('ip -o -4 addr show eth0'), `${before}/`);
    assert.is.not(await inGuest('hostname'), 'cam-hall');
    const { status, text } = await soap(camera.url, createAdministrator);
    assert.is(status, 200, text);
    await camera.ask('<tds:GetUsers/>');
  });

  test('its own backup brings it back to its settings, at its present address', async () => {
    await restarted(story, () => camera.ask(restoring(backup)));
    await until(async () => (await camera.send('<tds:GetScopes/>')).text.includes(place), 'the scope', 60_000);
  });
}
