import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { PTZPreset } from '../../../generated/tt.ts';
import { ActionButton } from '../forms/action.tsx';
import { Loaded, useLoaded } from '../forms/loaded.tsx';
import { Icon } from '../frame/icon.tsx';
import { ptz } from '../soap/services.ts';
import { common } from '../texts/common.ts';
import { liveTexts } from './live-texts.ts';

async function readPresets(profile: string): Promise<readonly PTZPreset[]> {
  return (await ptz('GetPresets', { ProfileToken: profile })).Preset ?? [];
}

interface NewPresetProps {
  readonly onSave: (name: string) => Promise<void>;
  readonly onCancel: () => void;
}

function NewPreset({ onSave, onCancel }: NewPresetProps): JSX.Element {
  const words = liveTexts();
  const name = useSignal('');
  return (
    <div class="row">
      <input
        class="input"
        aria-label={words.presetName}
        placeholder={words.presetName}
        value={name.value}
        onInput={({ currentTarget }) => {
          name.value = currentTarget.value;
        }}
      />
      <ActionButton
        class="quiet square"
        label={common().save}
        run={() => onSave(name.value)}
        disabled={name.value.trim() === ''}
      >
        <Icon name="check" />
      </ActionButton>
      <button class="button quiet square" type="button" aria-label={common().cancel} onClick={onCancel}>
        <Icon name="close" />
      </button>
    </div>
  );
}

/** Stored views, one touch away. */
export function Presets({ profile }: { readonly profile: string }): JSX.Element {
  const words = liveTexts();
  const presets = useLoaded(() => readPresets(profile), profile);
  const adding = useSignal(false);
  const save = async (name: string): Promise<void> => {
    await ptz('SetPreset', { ProfileToken: profile, PresetName: name.trim() });
    adding.value = false;
    await presets.reload();
  };
  return (
    <section class="card" aria-labelledby="presets">
      <header>
        <h2 id="presets">{words.presets}</h2>
        <button
          class="button quiet"
          type="button"
          onClick={() => {
            adding.value = true;
          }}
        >
          <Icon name="plus" />
          {words.saveView}
        </button>
      </header>
      {adding.value && (
        <NewPreset
          onSave={save}
          onCancel={() => {
            adding.value = false;
          }}
        />
      )}
      <Loaded of={presets}>
        {(found) =>
          found.length === 0 ? (
            <p class="body small">{words.noPresets}</p>
          ) : (
            <ul class="rows body">
              {found.map(({ token = '', Name = token }, index) => (
                <li class="row" key={token}>
                  <kbd class="key">{index + 1}</kbd>
                  <span>{Name}</span>
                  <ActionButton
                    class="quiet"
                    label={words.goTo(Name)}
                    run={() => ptz('GotoPreset', { ProfileToken: profile, PresetToken: token })}
                  >
                    {words.go}
                  </ActionButton>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
