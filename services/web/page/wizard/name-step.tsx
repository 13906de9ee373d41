import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { ActionButton } from '../forms/action.tsx';
import { ChoiceField, SelectField, TextField } from '../forms/controls.tsx';
import { setName } from '../session/abilities.ts';
import { cameraName } from '../session/camera-state.ts';
import { browserTime, setClock } from '../time/clock.ts';
import { knownZones, posixZone } from '../time/posix-zone.ts';
import { wizardTexts } from './wizard-texts.ts';

const zones = knownZones();

/** Name, time zone of the browser, and where the time comes from. */
export function NameStep({ onDone }: { readonly onDone: () => void }): JSX.Element {
  const words = wizardTexts();
  const name = useSignal(cameraName.value);
  const zone = useSignal(zones[0] ?? 'UTC');
  const type = useSignal<'Manual' | 'NTP'>('NTP');
  const servers = useSignal('');
  const save = async (): Promise<void> => {
    if (name.value.trim() !== '') await setName(name.value);
    const year = new Date(browserTime()).getUTCFullYear();
    const list = servers.value.split(/[\s,]+/).filter((one) => one !== '');
    await setClock({ type: type.value, zone: posixZone(zone.value, year), servers: list }, browserTime());
    onDone();
  };
  return (
    <div class="stacked">
      <h2>{words.nameTime}</h2>
      <TextField
        label={words.name}
        hint={words.nameAbout}
        value={name.value}
        onInput={(value) => {
          name.value = value;
        }}
      />
      <SelectField
        label={words.zone}
        value={zone.value}
        choices={zones.map((one) => [one, one.replaceAll('_', ' ')])}
        onChange={(value) => {
          zone.value = value;
        }}
      />
      <ChoiceField
        label={words.source}
        value={type.value}
        choices={[
          ['NTP', words.NTP],
          ['Manual', words.Manual],
        ]}
        onChange={(value) => {
          type.value = value;
        }}
      />
      {type.value === 'NTP' && (
        <TextField
          label={words.servers}
          hint={words.serversHint}
          value={servers.value}
          onInput={(value) => {
            servers.value = value;
          }}
        />
      )}
      <ActionButton class="primary full" run={save}>
        {words.next}
      </ActionButton>
    </div>
  );
}
