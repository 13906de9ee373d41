import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { tellClockSynchronization } from '../../../../services/device/clock/clock-events.ts';
import type { EventMessage } from '../../../../services/events/event-message.ts';
import type { Fault } from '../../../../services/faults/fault.ts';
import type * as tds from '../../../../services/generated/tds.ts';
import type * as tt from '../../../../services/generated/tt.ts';
import { type DeviceUnderTest, deviceUnderTest } from '../camera.ts';
import { machine } from '../machine.ts';

const clock = suite('clock');

const summer = 'CET-1CEST,M3.5.0,M10.5.0/3';

function dateTime(text: string): tt.DateTime {
  const [Year = 0, Month = 0, Day = 0, Hour = 0, Minute = 0, Second = 0] = text.split(/\D/).map(Number);
  return { Time: { Hour, Minute, Second }, Date: { Year, Month, Day } };
}

const told = async (camera: DeviceUnderTest): Promise<tt.SystemDateTime> =>
  (await camera.call('GetSystemDateAndTime', {})).SystemDateAndTime;

const faultOf = (camera: DeviceUnderTest, request: tds.SetSystemDateAndTime): Promise<string> =>
  camera.call('SetSystemDateAndTime', request).then(
    () => 'none',
    (error: Fault) => error.faultName,
  );

const noServers = machine({ ntpServers: () => [] });

clock('time, zone and flag that are set are told back, and survive a restart', async () => {
  const stored = new Map<string, string>();
  const camera = deviceUnderTest({ system: noServers }, stored);
  await camera.call('SetSystemDateAndTime', {
    DateTimeType: 'Manual',
    DaylightSavings: true,
    TimeZone: { TZ: summer },
    UTCDateTime: dateTime('2028-07-01 12:00:00'),
  });
  const later = deviceUnderTest({ system: noServers }, stored);
  await later.options.clock.start();
  assert.equal(await told(camera), {
    DateTimeType: 'Manual',
    DaylightSavings: true,
    TimeZone: { TZ: summer },
    UTCDateTime: dateTime('2028-07-01 12:00:00'),
    LocalDateTime: dateTime('2028-07-01 14:00:00'),
  });
  assert.equal((await told(later)).TimeZone, { TZ: summer });
});

clock('without daylight savings the summer time is ignored and the rules stay', async () => {
  const camera = deviceUnderTest({ system: noServers, now: () => Date.UTC(2026, 6, 1, 12) });
  await camera.call('SetSystemDateAndTime', {
    DateTimeType: 'Manual',
    DaylightSavings: false,
    TimeZone: { TZ: summer },
  });
  const { LocalDateTime, TimeZone } = await told(camera);
  assert.is(LocalDateTime?.Time.Hour, 13);
  assert.equal(TimeZone, { TZ: summer });
  await camera.call('SetSystemDateAndTime', { DateTimeType: 'Manual', DaylightSavings: true });
  assert.is((await told(camera)).LocalDateTime?.Time.Hour, 14);
});

/** Zones that clients send, with the local hour at noon UTC on 1 July. */
const zones: readonly (readonly [zone: string, hour: number, minute: number])[] = [
  ['WEuropeStandardTime-1DaylightTime,M3.5.0,M10.5.0/3', 14, 0],
  ['<UTC-02>2', 10, 0],
  ['IndiaStandardTime-5:30', 17, 30],
  ['AUSEasternStandardTime-10DaylightTime,M10.1.0,M4.1.0/3', 22, 0],
  ['CET-1CEST,M3.5.0/2:3,M10.5.0/3:2', 14, 0],
  ['CET-1CEST', 14, 0],
  ['MSK-3MSK', 16, 0],
  ['GMT+8', 4, 0],
  ['NST3:30NDT,M3.2.0,M11.1.0', 9, 30],
];

for (const [TZ, hour, minute] of zones)
  clock(`takes the zone ${TZ}`, async () => {
    const camera = deviceUnderTest({ system: noServers, now: () => Date.UTC(2026, 6, 1, 12) });
    await camera.call('SetSystemDateAndTime', { DateTimeType: 'Manual', DaylightSavings: true, TimeZone: { TZ } });
    const { LocalDateTime, TimeZone } = await told(camera);
    assert.equal(TimeZone, { TZ });
    assert.equal([LocalDateTime?.Time.Hour, LocalDateTime?.Time.Minute], [hour, minute]);
  });

for (const TZ of [
  'UTC',
  'CEST',
  'Europe/Berlin',
  'undefined',
  'CET-1CEST,M13.5.0,M10.5.0',
  'X1',
  'CET-99',
  `A${'a'.repeat(700)}1`,
])
  clock(`refuses ${TZ.slice(0, 24)} as zone and changes nothing`, async () => {
    const camera = deviceUnderTest({ system: noServers });
    const before = await told(camera);
    const request = { DateTimeType: 'Manual', DaylightSavings: false, TimeZone: { TZ } } as const;
    const UTCDateTime = dateTime('2028-01-01 00:00:00');
    assert.is(await faultOf(camera, { ...request, UTCDateTime }), 'InvalidTimeZone');
    assert.equal(await told(camera), before);
  });

for (const text of [
  '1969-12-31 23:59:59',
  '2038-01-19 03:14:08',
  '2100-01-01 00:00:00',
  '2026-02-30 12:00:00',
  '2026-13-01 12:00:00',
  '2026-00-10 12:00:00',
  '2026-01-01 24:00:00',
  '2026-01-01 12:60:00',
  '2026-01-01 12:00:61',
])
  clock(`refuses ${text} as time and changes nothing`, async () => {
    const camera = deviceUnderTest({ system: noServers });
    const before = await told(camera);
    const request = { DateTimeType: 'Manual', DaylightSavings: false, TimeZone: { TZ: 'UTC0' } } as const;
    assert.is(await faultOf(camera, { ...request, UTCDateTime: dateTime(text) }), 'InvalidDateTime');
    assert.equal(await told(camera), before);
  });

clock('an empty zone and an absent flag change neither', async () => {
  const camera = deviceUnderTest({ system: noServers });
  const before = await told(camera);
  await camera.call('SetSystemDateAndTime', { DateTimeType: 'Manual', TimeZone: {} } as never);
  assert.equal(await told(camera), before);
});

// shows COR-06c, COR-07a
clock('NTP needs a server, ignores the time that is sent, and cannot lose its servers', async () => {
  const camera = deviceUnderTest({ system: noServers });
  const ntp = { DateTimeType: 'NTP', DaylightSavings: false, UTCDateTime: dateTime('2028-01-01 00:00:00') } as const;
  assert.is(await faultOf(camera, ntp), 'NtpServerUndefined');
  const NTPManual = [
    { Type: 'IPv6', IPv4Address: '2001:db8::123' },
    { Type: 'DNS', DNSname: 'ntp.example.net' },
  ] as const;
  await camera.call('SetNTP', { FromDHCP: false, NTPManual });
  assert.is((await told(camera)).DateTimeType, 'Manual');
  assert.equal((await camera.call('GetNTP', {})).NTPInformation, {
    FromDHCP: false,
    NTPManual: [
      { Type: 'IPv6', IPv6Address: '2001:db8::123' },
      { Type: 'DNS', DNSname: 'ntp.example.net' },
    ],
  });
  await camera.call('SetSystemDateAndTime', ntp);
  const { DateTimeType, UTCDateTime } = await told(camera);
  assert.is(DateTimeType, 'NTP');
  assert.is(UTCDateTime?.Date.Year, 2026);
  const emptied = await camera
    .call('SetNTP', { FromDHCP: false, NTPManual: [] })
    .catch((error: Fault) => error.faultName);
  assert.is(emptied, 'TimeSyncedToNtp');
});

for (const [fault, host] of [
  ['InvalidDnsName', { Type: 'DNS', DNSname: 'no name' }],
  ['InvalidDnsName', { Type: 'DNS', DNSname: '-x.example' }],
  ['InvalidIPv4Address', { Type: 'IPv4', IPv4Address: 'undefined' }],
  ['InvalidIPv4Address', { Type: 'IPv4', IPv4Address: '224.0.1.1' }],
  ['InvalidIPv6Address', { Type: 'IPv6', IPv6Address: '2001:db8::x' }],
  ['InvalidArgVal', { Type: 'DNS' }],
] as const)
  clock(`refuses ${JSON.stringify(host)} as time server`, async () => {
    const camera = deviceUnderTest();
    const told = await camera
      .call('SetNTP', { FromDHCP: false, NTPManual: [host] })
      .catch((error: Fault) => error.faultName);
    assert.is(told, fault);
  });

clock('tells when it was synchronized, and 1970 before', async () => {
  const camera = deviceUnderTest({ system: noServers });
  const events: EventMessage[] = [];
  const sink = { declare: () => undefined, publish: (event: EventMessage) => void events.push(event) };
  const end = tellClockSynchronization(sink, camera.options.network.machine);
  await camera.call('SetSystemDateAndTime', {
    DateTimeType: 'Manual',
    DaylightSavings: false,
    UTCDateTime: dateTime('2028-02-29 23:59:50'),
  });
  const status = events.map(
    ({ operation, data }) => `${operation} ${(data.Status as Date).toISOString().slice(0, 16)}`,
  );
  assert.equal(status, ['Initialized 1970-01-01T00:00', 'Changed 2028-02-29T23:59']);
  end();
});

clock.run();
