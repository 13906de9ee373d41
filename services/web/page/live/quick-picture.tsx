import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ImagingSettings20, IrCutFilterMode } from '../../../generated/tt.ts';
import { Segments } from '../forms/controls.tsx';
import { Failure, Loaded, useLoaded } from '../forms/loaded.tsx';
import { linkTo } from '../frame/router.ts';
import { ImagingWriter } from '../imaging/imaging-writer.ts';
import { type Imaging, readImaging } from '../imaging/read-imaging.ts';
import { user } from '../session/session.ts';
import { number } from '../texts/numbers.ts';
import { liveTexts } from './live-texts.ts';

const levels = [
  ['Brightness', 'brightness'],
  ['Contrast', 'contrast'],
] as const;

function Controls({ source, held }: { readonly source: string; readonly held: Imaging }): JSX.Element {
  const words = liveTexts();
  const settings = useSignal(held.settings);
  const error = useSignal<unknown>(undefined);
  const writer = useMemo(
    () =>
      new ImagingWriter(source, (reason) => {
        error.value = reason;
      }),
    [source, error],
  );
  const write = (change: ImagingSettings20, last: boolean): void => {
    settings.value = { ...settings.value, ...change };
    writer.write(change, last);
  };
  const modes = held.options.IrCutFilterModes ?? [];
  return (
    <div class="body">
      {levels.map(([name, key]) => {
        const range = held.options[name];
        const value = settings.value[name];
        if (range === undefined || value === undefined) return null;
        const move =
          (last: boolean) =>
          ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) =>
            write({ [name]: currentTarget.valueAsNumber }, last);
        return (
          <div class="mini" key={name}>
            <label for={name}>{words[key]}</label>
            <input
              id={name}
              type="range"
              min={range.Min}
              max={range.Max}
              value={value}
              onInput={move(false)}
              onChange={move(true)}
            />
            <output for={name}>{number(value)}</output>
          </div>
        );
      })}
      {modes.length > 1 && (
        <div class="mini">
          <span id="day-label">{words.mode}</span>
          <Segments
            name="day"
            labelId="day-label"
            value={settings.value.IrCutFilter ?? 'AUTO'}
            choices={(['AUTO', 'ON', 'OFF'] as const)
              .filter((mode) => modes.includes(mode))
              .map((mode): readonly [IrCutFilterMode, string] => [mode, words[mode]])}
            onChange={(IrCutFilter) => write({ IrCutFilter }, true)}
          />
        </div>
      )}
      {error.value !== undefined && <Failure error={error.value} />}
    </div>
  );
}

/** Brightness, contrast and day or night, which act at once. */
export function QuickPicture({ source }: { readonly source: string }): JSX.Element | null {
  const words = liveTexts();
  const held = useLoaded(() => readImaging(source), source);
  if (user.value?.level === 'User') return null;
  return (
    <section class="card" aria-labelledby="light">
      <header>
        <h2 id="light">{words.light}</h2>
        <a class="button quiet" href={linkTo('picture')}>
          {words.all}
        </a>
      </header>
      <Loaded of={held}>{(value) => <Controls source={source} held={value} />}</Loaded>
    </section>
  );
}
