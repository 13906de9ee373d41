import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { NetworkHost } from '../../../../generated/tt.ts';
import { ActionButton } from '../../forms/action.tsx';
import { ChoiceField, SelectField, TextField } from '../../forms/controls.tsx';
import { Draft } from '../../forms/draft.ts';
import { Fact } from '../../forms/field.tsx';
import { Card, Columns, Head } from '../../forms/layout.tsx';
import { Loaded, useLoaded } from '../../forms/loaded.tsx';
import { SaveBar } from '../../forms/save-bar.tsx';
import { device } from '../../soap/services.ts';
import { dateTime, number } from '../../texts/numbers.ts';
import { browserTime, setClock, timeOf } from '../../time/clock.ts';
import { knownZones, posixZone } from '../../time/posix-zone.ts';
import { titles } from '../titles.ts';
import { timeTexts } from './time-texts.ts';

interface Values {
  readonly type: 'Manual' | 'NTP';
  /** Zone by its name, or a POSIX zone as the camera has it. */
  readonly zone: string;
  readonly servers: string;
}

interface Clock {
  readonly values: Values;
  /** Milliseconds by which the camera is ahead of the browser. */
  readonly ahead: number;
  readonly offered: readonly string[];
}

function nameOf({ IPv4Address, IPv6Address, DNSname }: NetworkHost): string {
  return DNSname ?? IPv4Address ?? IPv6Address ?? '';
}

function presentYear(): number {
  return new Date(browserTime()).getUTCFullYear();
}

async function readClock(): Promise<Clock> {
  const begun = browserTime();
  const { SystemDateAndTime: clock } = await device('GetSystemDateAndTime', {});
  const middle = (begun + browserTime()) / 2;
  const { NTPInformation: ntp } = await device('GetNTP', {});
  return {
    values: {
      type: clock.DateTimeType,
      zone: clock.TimeZone?.TZ ?? 'UTC0',
      servers: ntp.FromDHCP ? '' : (ntp.NTPManual ?? []).map(nameOf).join(', '),
    },
    // The camera tells whole seconds, half a second late on average.
    ahead: clock.UTCDateTime === undefined ? 0 : timeOf(clock.UTCDateTime) + 500 - middle,
    offered: (ntp.NTPFromDHCP ?? []).map(nameOf),
  };
}

async function save({ type, zone, servers }: Values): Promise<void> {
  const posix = zone.includes('/') && !zone.includes(',') ? posixZone(zone, presentYear()) : zone;
  const list = servers.split(/[\s,]+/).filter((one) => one !== '');
  await setClock({ type, zone: posix, servers: list }, browserTime());
}

const tolerance = 2000;

function Now({ clock, onChanged }: { readonly clock: Clock; readonly onChanged: () => Promise<void> }): JSX.Element {
  const words = timeTexts();
  const now = useSignal(browserTime());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = browserTime();
    }, 1000);
    return () => clearInterval(timer);
  }, [now]);
  const { ahead, values } = clock;
  return (
    <Card title={words.now}>
      <Fact label={words.camera}>{dateTime(new Date(now.value + ahead))}</Fact>
      <Fact label={words.browser}>{dateTime(new Date(now.value))}</Fact>
      <Fact label={words.apart}>
        {Math.abs(ahead) < tolerance ? words.agree : words.differs(number(ahead / 1000, 1))}
      </Fact>
      {values.type === 'Manual' && Math.abs(ahead) >= tolerance && (
        <ActionButton run={() => save(values).then(onChanged)}>{words.setNow}</ActionButton>
      )}
    </Card>
  );
}

function Form({ clock, reload }: { readonly clock: Clock; readonly reload: () => Promise<void> }): JSX.Element {
  const words = timeTexts();
  const draft = useMemo(() => new Draft(clock.values), [clock]);
  const { type, zone, servers } = draft.values;
  const held = draft.held.zone;
  const zones = useMemo(
    () => knownZones().map((name): readonly [string, string] => [name, name.replaceAll('_', ' ')]),
    [],
  );
  return (
    <>
      <Card title={words.settings}>
        <SelectField
          label={words.zone}
          value={zone}
          changed={draft.isChanged('zone')}
          choices={[[held, words.present(held)], ...zones]}
          onChange={(value) => draft.set('zone', value)}
        />
        <ChoiceField
          label={words.source}
          value={type}
          changed={draft.isChanged('type')}
          choices={[
            ['NTP', words.NTP],
            ['Manual', words.Manual],
          ]}
          onChange={(value) => draft.set('type', value)}
        />
        {type === 'NTP' && (
          <TextField
            label={words.servers}
            value={servers}
            changed={draft.isChanged('servers')}
            hint={clock.offered.length > 0 ? words.offered(clock.offered.join(', ')) : words.serversHint}
            onInput={(value) => draft.set('servers', value)}
          />
        )}
      </Card>
      <SaveBar
        draft={draft}
        cost={words.cost}
        save={async (values) => {
          await save(values);
          await reload();
          return (await readClock()).values;
        }}
      />
    </>
  );
}

/** Clock of the camera against that of the browser, time zone, time servers. */
export function Time(): JSX.Element {
  const clock = useLoaded(readClock);
  return (
    <>
      <Head title={titles().time} about={timeTexts().about} />
      <Columns>
        <Loaded of={clock}>
          {(value) => (
            <>
              <Now clock={value} onChanged={() => clock.reload()} />
              <Form clock={value} reload={() => clock.reload()} />
            </>
          )}
        </Loaded>
      </Columns>
    </>
  );
}
