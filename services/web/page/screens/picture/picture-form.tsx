import type { JSX } from 'preact';
import type { FloatRange, ImagingSettings20 } from '../../../../generated/tt.ts';
import { ChoiceField, SliderField } from '../../forms/controls.tsx';
import { Card } from '../../forms/layout.tsx';
import type { Imaging } from '../../imaging/read-imaging.ts';
import { number } from '../../texts/numbers.ts';
import { pictureTexts } from './picture-texts.ts';

/** Camera settings on the screen, and how a change of them is written. */
interface FormProps {
  readonly held: Imaging;
  readonly settings: ImagingSettings20;
  /** @param last false while a slider moves */
  readonly write: (change: ImagingSettings20, last: boolean) => void;
}

interface LevelProps {
  readonly label: string;
  readonly hint?: string;
  readonly range: FloatRange | undefined;
  readonly value: number | undefined;
  readonly write: (value: number, last: boolean) => void;
  readonly show?: (value: number) => string;
}

/** Slider of a level; nothing where the camera has none, or an automatic mode governs it. */
function Level({ label, hint, range, value, write, show = number }: LevelProps): JSX.Element | null {
  if (range === undefined || value === undefined || range.Max <= range.Min) return null;
  const span = range.Max - range.Min;
  return (
    <SliderField
      {...{ label, hint, value, show }}
      range={{ min: range.Min, max: range.Max, step: span >= 50 ? 1 : span / 100 }}
      onInput={(next) => write(next, false)}
      onChange={(next) => write(next, true)}
    />
  );
}

interface ModeProps<Mode extends string> {
  readonly label: string;
  readonly hint?: string;
  readonly modes: readonly Mode[] | undefined;
  readonly value: Mode | undefined;
  readonly names: Readonly<Record<Mode, string>>;
  readonly write: (mode: Mode) => void;
}

function Mode<Name extends string>({
  label,
  hint,
  modes = [],
  value,
  names,
  write,
}: ModeProps<Name>): JSX.Element | null {
  if (modes.length < 2 || value === undefined) return null;
  return <ChoiceField {...{ label, hint, value }} choices={modes.map((one) => [one, names[one]])} onChange={write} />;
}

const levels = ['Brightness', 'Contrast', 'ColorSaturation', 'Sharpness'] as const;

function Levels({ held, settings, write }: FormProps): JSX.Element | null {
  const words = pictureTexts();
  if (!levels.some((name) => held.options[name] !== undefined)) return null;
  return (
    <Card title={words.levels}>
      {levels.map((name) => (
        <Level
          key={name}
          label={words[name]}
          range={held.options[name]}
          value={settings[name]}
          write={(value, last) => write({ [name]: value }, last)}
        />
      ))}
    </Card>
  );
}

const automatic = ['MinExposureTime', 'MaxExposureTime', 'MinGain', 'MaxGain'] as const;
const manual = ['ExposureTime', 'Gain', 'Iris'] as const;

function Exposure({ held, settings, write }: FormProps): JSX.Element | null {
  const words = pictureTexts();
  const { Exposure: options } = held.options;
  const { Exposure: exposure } = settings;
  if (options === undefined || exposure === undefined) return null;
  const members = exposure.Mode === 'AUTO' ? automatic : manual;
  return (
    <Card title={words.exposure}>
      <Mode
        label={words.mode}
        hint={words.timeHint}
        modes={options.Mode}
        value={exposure.Mode}
        names={words}
        write={(Mode) => write({ Exposure: { ...exposure, Mode } }, true)}
      />
      {members.map((name) => (
        <Level
          key={name}
          label={words[name]}
          range={options[name]}
          value={exposure[name]}
          // Times are microseconds in the standard.
          show={(value) =>
            name.endsWith('Time') ? words.seconds(number(value / 1000, 1)) : words.decibels(number(value, 1))
          }
          write={(value, last) => write({ Exposure: { ...exposure, [name]: value } }, last)}
        />
      ))}
    </Card>
  );
}

function White({ held, settings, write }: FormProps): JSX.Element | null {
  const words = pictureTexts();
  const { WhiteBalance: options } = held.options;
  const { WhiteBalance: balance } = settings;
  if (options === undefined || balance === undefined) return null;
  const gains = [
    ['CrGain', options.YrGain],
    ['CbGain', options.YbGain],
  ] as const;
  return (
    <Card title={words.white}>
      <Mode
        label={words.mode}
        modes={options.Mode}
        value={balance.Mode}
        names={words}
        write={(Mode) => write({ WhiteBalance: { ...balance, Mode } }, true)}
      />
      {balance.Mode === 'MANUAL' &&
        gains.map(([name, range]) => (
          <Level
            key={name}
            label={words[name]}
            range={range}
            value={balance[name]}
            write={(value, last) => write({ WhiteBalance: { ...balance, [name]: value } }, last)}
          />
        ))}
    </Card>
  );
}

function LightAndShade({ held, settings, write }: FormProps): JSX.Element | null {
  const words = pictureTexts();
  const rows = [
    ['WideDynamicRange', words.wide],
    ['BacklightCompensation', words.back],
  ] as const;
  const offered = rows.filter(([name]) => (held.options[name]?.Mode.length ?? 0) > 1 && settings[name] !== undefined);
  if (offered.length === 0) return null;
  return (
    <Card title={words.range}>
      {offered.map(([name, label]) => {
        const value = settings[name];
        if (value === undefined) return null;
        return (
          <div key={name}>
            <Mode
              label={label}
              modes={held.options[name]?.Mode}
              value={value.Mode}
              names={words}
              write={(Mode) => write({ [name]: { ...value, Mode } }, true)}
            />
            {value.Mode === 'ON' && (
              <Level
                label={words.level}
                range={held.options[name]?.Level}
                value={value.Level}
                write={(Level, last) => write({ [name]: { ...value, Level } }, last)}
              />
            )}
          </div>
        );
      })}
    </Card>
  );
}

function NightAndFocus({ held, settings, write }: FormProps): JSX.Element | null {
  const words = pictureTexts();
  const { IrCutFilterModes: filters = [], Focus: focusOptions } = held.options;
  const { IrCutFilter: filter, Focus: focus } = settings;
  return (
    <>
      {filters.length > 1 && (
        <Card title={words.night}>
          <Mode
            label={words.filter}
            hint={words.filterHint}
            modes={filters}
            value={filter}
            names={{ AUTO: words.AUTO, ON: words.day, OFF: words.nightMode }}
            write={(IrCutFilter) => write({ IrCutFilter }, true)}
          />
        </Card>
      )}
      {focus !== undefined && (focusOptions?.AutoFocusModes?.length ?? 0) > 1 && (
        <Card title={words.focus}>
          <Mode
            label={words.mode}
            modes={focusOptions?.AutoFocusModes}
            value={focus.AutoFocusMode}
            names={words}
            write={(AutoFocusMode) => write({ Focus: { ...focus, AutoFocusMode } }, true)}
          />
        </Card>
      )}
    </>
  );
}

/** Cards of camera settings: what the camera has not is not shown. */
export function PictureForm(props: FormProps): JSX.Element {
  return (
    <>
      <Levels {...props} />
      <NightAndFocus {...props} />
      <Exposure {...props} />
      <White {...props} />
      <LightAndShade {...props} />
    </>
  );
}
