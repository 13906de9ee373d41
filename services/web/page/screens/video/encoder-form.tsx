import type { JSX } from 'preact';
import { ChoiceField, SelectField, SliderField, SwitchField } from '../../forms/controls.tsx';
import type { Draft } from '../../forms/draft.ts';
import { Card } from '../../forms/layout.tsx';
import { number } from '../../texts/numbers.ts';
import { type EncoderStream, type EncoderValues, fitted } from './encoder.ts';
import { videoTexts } from './video-texts.ts';

interface FormProps {
  readonly stream: EncoderStream;
  readonly draft: Draft<EncoderValues>;
}

/** What the codec in the form can do. */
function optionsOf({ options }: EncoderStream, encoding: string): EncoderStream['options'][number] | undefined {
  return options.find((one) => one.Encoding === encoding) ?? options[0];
}

function PictureCard({ stream, draft }: FormProps): JSX.Element | null {
  const words = videoTexts();
  const { values } = draft;
  const options = optionsOf(stream, values.encoding);
  if (options === undefined) return null;
  const rates = (options.FrameRatesSupported ?? [values.rate]).toSorted((one, other) => one - other);
  const [least = 0, most = 0] = options.GovLengthRange ?? [];
  const choose = (encoding: string): void => {
    const next = optionsOf(stream, encoding);
    if (next === undefined) return;
    const fit = fitted(values, next);
    for (const name of Object.keys(fit) as (keyof EncoderValues)[]) draft.set(name, fit[name]);
  };
  return (
    <Card title={words.picture}>
      <ChoiceField
        label={words.codec}
        value={values.encoding}
        changed={draft.isChanged('encoding')}
        choices={stream.options.map(({ Encoding }) => [Encoding, Encoding.replace('H26', 'H.26')])}
        onChange={choose}
      />
      <SelectField
        label={words.size}
        value={values.size}
        changed={draft.isChanged('size')}
        choices={options.ResolutionsAvailable.map(({ Width, Height }) => [
          `${Width}x${Height}`,
          `${Width} × ${Height}`,
        ])}
        onChange={(size) => draft.set('size', size)}
      />
      <SelectField
        label={words.frames}
        value={String(values.rate)}
        changed={draft.isChanged('rate')}
        choices={rates.map((rate) => [String(rate), words.perSecond(number(rate, 1))])}
        onChange={(rate) => draft.set('rate', Number(rate))}
      />
      {most > least && values.encoding !== 'JPEG' && (
        <SliderField
          label={words.key}
          hint={words.keyHint}
          value={values.interval}
          changed={draft.isChanged('interval')}
          range={{ min: least, max: Math.min(most, 10 * Math.max(1, values.rate)) }}
          show={(count) => words.pictures(number(count), number(count / Math.max(1, values.rate), 1))}
          onInput={(interval) => draft.set('interval', interval)}
        />
      )}
    </Card>
  );
}

function DataCard({ stream, draft }: FormProps): JSX.Element | null {
  const words = videoTexts();
  const { values } = draft;
  const options = optionsOf(stream, values.encoding);
  if (options === undefined) return null;
  const { BitrateRange: bits, QualityRange: quality } = options;
  return (
    <Card title={words.data}>
      <SliderField
        label={words.bits}
        value={values.bits}
        changed={draft.isChanged('bits')}
        range={{ min: bits.Min, max: bits.Max, step: 10 }}
        show={(rate) => words.kilobits(number(rate))}
        onInput={(rate) => draft.set('bits', rate)}
      />
      {options.ConstantBitRateSupported === true && (
        <SwitchField
          label={words.constant}
          value={values.constant}
          changed={draft.isChanged('constant')}
          onChange={(constant) => draft.set('constant', constant)}
        />
      )}
      {quality.Max > quality.Min && (
        <SliderField
          label={words.quality}
          value={values.quality}
          changed={draft.isChanged('quality')}
          range={{ min: quality.Min, max: quality.Max, step: quality.Max - quality.Min > 10 ? 1 : 0.1 }}
          show={(value) => number(value, 1)}
          onInput={(value) => draft.set('quality', value)}
        />
      )}
    </Card>
  );
}

/** Codec, size, rate and data of one stream. */
export function EncoderForm(props: FormProps): JSX.Element {
  return (
    <>
      <PictureCard {...props} />
      <DataCard {...props} />
    </>
  );
}
