import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { SwitchField, TextField } from '../../forms/controls.tsx';
import { Draft } from '../../forms/draft.ts';
import { Fact } from '../../forms/field.tsx';
import { Card, Columns, Head } from '../../forms/layout.tsx';
import { Loaded, useLoaded } from '../../forms/loaded.tsx';
import { SaveBar } from '../../forms/save-bar.tsx';
import { titles } from '../titles.ts';
import { networkTexts } from './network-texts.ts';
import { type Network as Held, type NetworkValues, readNetwork, writeNetwork } from './network-values.ts';

const prefixed = /^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}$/;

interface CardProps {
  readonly held: Held;
  readonly draft: Draft<NetworkValues>;
}

function AddressCard({ held, draft }: CardProps): JSX.Element {
  const words = networkTexts();
  const { dhcp, address, gateway } = draft.values;
  return (
    <Card title={words.addresses(held.name)}>
      <Fact label={words.hardware}>{held.hardware}</Fact>
      <Fact label={words.present}>{held.present}</Fact>
      <SwitchField
        label={words.dhcp}
        value={dhcp}
        changed={draft.isChanged('dhcp')}
        onChange={(value) => draft.set('dhcp', value)}
      />
      {!dhcp && (
        <TextField
          label={words.address}
          hint={words.addressHint}
          error={address !== '' && !prefixed.test(address) ? words.wrongAddress : undefined}
          value={address}
          changed={draft.isChanged('address')}
          onInput={(value) => draft.set('address', value.trim())}
        />
      )}
      {!dhcp && (
        <TextField
          label={words.gateway}
          value={gateway}
          changed={draft.isChanged('gateway')}
          onInput={(value) => draft.set('gateway', value.trim())}
        />
      )}
    </Card>
  );
}

function NameCard({ draft }: CardProps): JSX.Element {
  const words = networkTexts();
  const { host, dns, discovery } = draft.values;
  return (
    <Card title={words.names}>
      <TextField
        label={words.host}
        value={host}
        changed={draft.isChanged('host')}
        onInput={(value) => draft.set('host', value.trim())}
      />
      <TextField
        label={words.dns}
        hint={words.dnsHint}
        value={dns}
        changed={draft.isChanged('dns')}
        onInput={(value) => draft.set('dns', value)}
      />
      <SwitchField
        label={words.discovery}
        value={discovery}
        changed={draft.isChanged('discovery')}
        onChange={(value) => draft.set('discovery', value)}
      />
    </Card>
  );
}

function PortCard({ held, draft }: CardProps): JSX.Element {
  const words = networkTexts();
  const names = { HTTP: 'http', HTTPS: 'https', RTSP: 'rtsp' } as const;
  return (
    <Card title={words.ports}>
      {held.protocols.map(({ name, enabled }) => (
        <TextField
          key={name}
          label={words.port(name)}
          type="number"
          min={1}
          max={65_535}
          disabled={!enabled}
          value={String(draft.values[names[name]])}
          changed={draft.isChanged(names[name])}
          onInput={(value) => draft.set(names[name], Number(value))}
        />
      ))}
    </Card>
  );
}

function costOf(draft: Draft<NetworkValues>): string {
  const words = networkTexts();
  if ((['dhcp', 'address', 'gateway'] as const).some((name) => draft.isChanged(name))) return words.costAddress;
  return (['http', 'https', 'rtsp'] as const).some((name) => draft.isChanged(name)) ? words.costPorts : words.cost;
}

function Form({ held }: { readonly held: Held }): JSX.Element {
  const draft = useMemo(() => new Draft(held.values), [held]);
  const { dhcp, address } = draft.values;
  const blocked =
    !dhcp && !prefixed.test(address) && draft.isChanged('address') ? networkTexts().wrongAddress : undefined;
  return (
    <>
      <Columns>
        <AddressCard held={held} draft={draft} />
        <NameCard held={held} draft={draft} />
        <PortCard held={held} draft={draft} />
      </Columns>
      <SaveBar
        draft={draft}
        cost={costOf(draft)}
        blocked={blocked}
        save={async (values) => {
          await writeNetwork({ ...held, values: draft.held }, values);
          return (await readNetwork()).values;
        }}
      />
    </>
  );
}

/** Addresses, names, ports. */
export function Network(): JSX.Element {
  const held = useLoaded(readNetwork);
  return (
    <>
      <Head title={titles().network} about={networkTexts().about} />
      <Loaded of={held}>{(value) => <Form held={value} />}</Loaded>
    </>
  );
}
