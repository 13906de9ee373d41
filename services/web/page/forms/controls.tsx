import type { JSX } from 'preact';
import { Field, type FieldProps } from './field.tsx';

interface TextProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'password' | 'number' | 'datetime-local' | 'url';
  readonly autocomplete?: 'username' | 'current-password' | 'new-password' | 'off';
  readonly placeholder?: string | undefined;
  readonly required?: boolean;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export function TextField({ value, onInput, type = 'text', ...rest }: TextProps): JSX.Element {
  const { autocomplete = 'off', placeholder, required, disabled, min, max, error } = rest;
  return (
    <Field {...rest}>
      {({ id, description }) => (
        <input
          class="input"
          // The types of attributes differ by `type`; these are common to all of them.
          {...({ type } as { type: 'text' })}
          {...{ id, value, autocomplete, placeholder, required, disabled, min, max }}
          spellcheck={false}
          aria-describedby={description}
          aria-invalid={error !== undefined}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** A value and the words for it. */
type Choice<Value extends string> = readonly [value: Value, words: string];

interface ChoiceProps<Value extends string> extends FieldProps {
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
}

export function SelectField<Value extends string>(props: ChoiceProps<Value>): JSX.Element {
  const { value, choices, onChange, disabled } = props;
  return (
    <Field {...props}>
      {({ id, description }) => (
        <select
          class="input"
          {...{ id, value, disabled }}
          aria-describedby={description}
          onChange={({ currentTarget }) => onChange(currentTarget.value as Value)}
        >
          {choices.map(([one, words]) => (
            <option key={one} value={one} selected={one === value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface SegmentsProps<Value extends string> {
  readonly name: string;
  readonly labelId: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean | undefined;
}

/** Row of radio buttons. */
export function Segments<Value extends string>(props: SegmentsProps<Value>): JSX.Element {
  const { name, labelId, value, choices, onChange, disabled } = props;
  return (
    <div class="segments" role="radiogroup" aria-labelledby={labelId}>
      {choices.map(([one, words]) => (
        <label key={one}>
          <input type="radio" {...{ name, disabled }} checked={one === value} onChange={() => onChange(one)} />
          <span>{words}</span>
        </label>
      ))}
    </div>
  );
}

/** A few choices side by side; more than four become a list. */
export function ChoiceField<Value extends string>(props: ChoiceProps<Value>): JSX.Element {
  if (props.choices.length > 4) return <SelectField {...props} />;
  const { value, choices, onChange, disabled } = props;
  return (
    <Field {...props} group>
      {({ id, labelId }) => <Segments name={id} {...{ labelId, value, choices, onChange, disabled }} />}
    </Field>
  );
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly step?: number;
}

interface SliderProps extends FieldProps {
  readonly value: number;
  readonly range: Range;
  /** Called while the slider moves. */
  readonly onInput: (value: number) => void;
  /** Called when it is let go. */
  readonly onChange?: (value: number) => void;
  readonly show?: (value: number) => string;
}

export function SliderField(props: SliderProps): JSX.Element {
  const { value, range, onInput, onChange, show = String, disabled } = props;
  return (
    <Field {...props}>
      {({ id, description }) => (
        <span class="slider">
          <input
            type="range"
            {...{ id, value, disabled }}
            min={range.min}
            max={range.max}
            step={range.step ?? 1}
            aria-describedby={description}
            aria-valuetext={show(value)}
            onInput={({ currentTarget }) => onInput(currentTarget.valueAsNumber)}
            onChange={({ currentTarget }) => onChange?.(currentTarget.valueAsNumber)}
          />
          <output for={id}>{show(value)}</output>
        </span>
      )}
    </Field>
  );
}

interface SwitchProps extends FieldProps {
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  /** Words beside the switch. */
  readonly words?: string;
}

export function SwitchField(props: SwitchProps): JSX.Element {
  const { value, onChange, disabled, words } = props;
  return (
    <Field {...props}>
      {({ id, description }) => (
        <span class="switch">
          <input
            type="checkbox"
            role="switch"
            {...{ id, disabled }}
            checked={value}
            aria-checked={value}
            aria-describedby={description}
            onChange={({ currentTarget }) => onChange(currentTarget.checked)}
          />
          {words !== undefined && <span>{words}</span>}
        </span>
      )}
    </Field>
  );
}
