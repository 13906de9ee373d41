import { setTimeout as wait } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { until } from '../../until.ts';
import { inGuest } from './guest.ts';
import type { NtpServer } from './ntp-server.ts';
import type { Story } from './story-parts.ts';

const day = 86_400_000;
const zurich = 'CET-1CEST,M3.5.0,M10.5.0/3';
const topic = 'LastClockSynchronization';

function manual(at: Date, zone = zurich): string {
  const time = `<tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time>`;
  const date = `<tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date>`;
  return `<tds:SetSystemDateAndTime><tds:DateTimeType>Manual</tds:DateTimeType><tds:DaylightSavings>true</tds:DaylightSavings><tds:TimeZone><tt:TZ>${zone}</tt:TZ></tds:TimeZone><tds:UTCDateTime>${time}${date}</tds:UTCDateTime></tds:SetSystemDateAndTime>`;
}

const byServers =
  '<tds:SetSystemDateAndTime><tds:DateTimeType>NTP</tds:DateTimeType><tds:DaylightSavings>true</tds:DaylightSavings></tds:SetSystemDateAndTime>';
const servers = (...addresses: readonly string[]): string =>
  `<tds:SetNTP><tds:FromDHCP>false</tds:FromDHCP>${addresses.map((one) => `<tds:NTPManual><tt:Type>IPv4</tt:Type><tt:IPv4Address>${one}</tt:IPv4Address></tds:NTPManual>`).join('')}</tds:SetNTP>`;

const guestTime = async (): Promise<number> => Number(await inGuest('date +%s.%N')) * 1000;

/** Sets a time, and sees that camera and system have it, a second off at most beside the time that passed. */
async function setsTime({ camera }: Story, wanted: Date): Promise<void> {
  const asked = performance.now();
  await camera.ask(manual(wanted));
  const told = await camera.time();
  const passed = performance.now() - asked;
  // Whole seconds are told.
  assert.ok(
    told > wanted.getTime() - 1_000 && told <= wanted.getTime() + passed + 100,
    `${told - wanted.getTime()} ms off`,
  );
  const system = await guestTime();
  const later = performance.now() - asked;
  assert.ok(
    system >= wanted.getTime() && system <= wanted.getTime() + later + 100,
    `the system is ${system - wanted.getTime()} ms off`,
  );
  await camera.learnTime();
}

/** Latest times that the event of synchronization has told. */
async function synchronizations({ camera }: Story, place: string): Promise<readonly number[]> {
  const message =
    '<tev:PullMessages><tev:Timeout>PT1S</tev:Timeout><tev:MessageLimit>100</tev:MessageLimit></tev:PullMessages>';
  const text = await camera.ask(message, place);
  const pattern = new RegExp(`${topic}<.*?Name="Status" Value="([^"]*)"`, 'gs');
  return [...text.matchAll(pattern)].map(([, time]) => Date.parse(time ?? ''));
}

async function pullPoint({ camera }: Story): Promise<string> {
  const text = await camera.ask('<tev:CreatePullPointSubscription/>', '/onvif/event_service');
  return new URL(/Address>([^<]*)</.exec(text)?.[1] ?? '').pathname;
}

/** Brings the servers in again, so that they are asked at once. */
async function askAnew({ camera, ntp }: Story, told: Parameters<NtpServer['tell']>[0]): Promise<void> {
  ntp.tell(told);
  await camera.ask(servers('10.9.0.1', '10.9.0.2'));
  await camera.ask(servers('10.9.0.1'));
  await until(() => ntp.asked > 0, 'the server is asked', 60_000);
}

/** Cases of a clock that is really set. */
export function clockCases(story: Story): void {
  const { camera, test } = story;

  test('a time set by hand is that of the camera and of its system', async () => {
    await setsTime(story, new Date(Date.UTC(2030, 6, 6, 7, 8, 9)));
    assert.is(await inGuest('date +%Z'), 'CEST');
    await setsTime(story, new Date(Date.UTC(2028, 1, 29, 23, 59, 55)));
    assert.is(await inGuest('date +%Z'), 'CET');
    await setsTime(story, new Date(Date.now() - day));
  });

  test('a time zone that no zone of the system means is told all the same', async () => {
    await camera.ask(manual(new Date(), 'XYZ-3:17'));
    await camera.learnTime();
    assert.match(await camera.ask('<tds:GetSystemDateAndTime/>'), '<tt:TZ>XYZ-3:17</tt:TZ>');
  });

  test('times before 1970 and after 2038 are refused, and the clock goes on', async () => {
    const before = await camera.time();
    for (const time of [Date.UTC(1969, 11, 31, 23, 59, 59), Date.UTC(2038, 0, 19, 3, 14, 8), Date.UTC(2100, 0, 1)])
      await camera.refused(manual(new Date(time)), 'InvalidDateTime');
    assert.ok(Math.abs((await camera.time()) - before) < 30_000);
  });

  test('a time set by hand stands after a restart of the firmware', async () => {
    const wanted = new Date(Date.UTC(2031, 2, 4, 5, 6, 7));
    const asked = performance.now();
    await camera.ask(manual(wanted));
    await inGuest('systemctl restart vedette');
    await until(async () => (await camera.time()) > 0, 'the camera is back', 60_000);
    const off = (await camera.time()) - wanted.getTime() - (performance.now() - asked);
    assert.ok(Math.abs(off) < 2_000, `${off} ms`);
    assert.match(
      await camera
        .ask('<tds:GetSystemDateAndTime/>')
        .catch(() => camera.learnTime().then(() => camera.ask('<tds:GetSystemDateAndTime/>'))),
      /DateTimeType>Manual/,
    );
    await camera.learnTime();
  });

  serverCases(story);
}

function serverCases(story: Story): void {
  const { camera, ntp, test } = story;

  test('follows a time server, and tells each synchronization by event', async () => {
    ntp.tell({});
    const place = await pullPoint(story);
    await synchronizations(story, place);
    await camera.ask(servers('10.9.0.1'));
    await camera.ask(byServers);
    await until(async () => Math.abs((await guestTime()) - Date.now()) < 500, 'the clock of the server', 60_000);
    camera.ahead = 0;
    await until(
      async () => (await synchronizations(story, place)).some((time) => Math.abs(time - Date.now()) < 60_000),
      'the event',
      30_000,
    );
    assert.is(await inGuest('timedatectl show -P NTPSynchronized'), 'yes');
    assert.ok(Math.abs((await camera.time()) - Date.now()) < 1_500);
  });

  test('follows a server whose clock is a day ahead, and back', async () => {
    await askAnew(story, { ahead: day });
    await until(async () => Math.abs((await camera.time()) - Date.now() - day) < 2_000, 'a day ahead', 60_000);
    camera.ahead = day;
    await askAnew(story, {});
    await until(async () => Math.abs((await camera.time()) - Date.now()) < 2_000, 'back', 60_000);
    camera.ahead = 0;
  });

  test('a server that refuses, is not set itself, or answers another request moves nothing and is no synchronization', async () => {
    const place = await pullPoint(story);
    await synchronizations(story, place);
    for (const told of [{ stratum: 0 }, { leap: 3 }, { answers: false }]) {
      await askAnew(story, { ...told, ahead: 10 * day });
      await wait(3_000);
      assert.ok(Math.abs((await camera.time()) - Date.now()) < 2_000, JSON.stringify(told));
    }
    assert.equal(await synchronizations(story, place), []);
  });

  test('a server that tells 1950 or 2100 leaves a camera that answers, and the right time comes back', async () => {
    for (const year of [1950, 2100]) {
      await askAnew(story, { ahead: Date.UTC(year, 0, 1) - Date.now() });
      await wait(5_000);
      const told = await camera.time();
      process.stdout.write(`     told ${year}: ${new Date(told).toISOString()}\n`);
      assert.ok(told >= 0, 'the camera tells a time');
      await camera.learnTime();
      await camera.ask('<tds:GetUsers/>');
      await askAnew(story, {});
      await until(async () => Math.abs((await camera.time()) - Date.now()) < 2_000, 'the right time', 90_000);
      camera.ahead = 0;
    }
  });

  dhcpServerCase(story);
}

function dhcpServerCase({ camera, ntp, test }: Story): void {
  test('follows the time server that DHCP names', async () => {
    await inGuest('date -s "2029-01-01 00:00:00"');
    await camera.learnTime();
    ntp.tell({});
    await camera.ask('<tds:SetNTP><tds:FromDHCP>true</tds:FromDHCP></tds:SetNTP>');
    await until(async () => Math.abs((await guestTime()) - Date.now()) < 1_000, 'the clock of the server', 60_000);
    camera.ahead = 0;
    assert.match(await camera.ask('<tds:GetNTP/>'), /NTPFromDHCP>.*10\.9\.0\.1/s);
    await camera.ask(servers('10.9.0.1'));
  });
}
