import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { TextField } from '../forms/controls.tsx';
import { shortestPassword, strengthOf } from './password.ts';
import { passwordTexts } from './password-texts.ts';

interface NewPasswordProps {
  readonly password: Signal<string>;
  readonly again: Signal<string>;
}

/** Fields for a new password, with its strength. */
export function NewPassword({ password, again }: NewPasswordProps): JSX.Element {
  const words = passwordTexts();
  const long = password.value.length >= shortestPassword;
  return (
    <>
      <TextField
        label={words.password}
        type="password"
        value={password.value}
        autocomplete="new-password"
        required
        hint={long ? words[strengthOf(password.value)] : words.length}
        onInput={(value) => {
          password.value = value;
        }}
      />
      <meter
        class="strength"
        min={0}
        max={3}
        low={2}
        high={3}
        optimum={3}
        value={long ? { weak: 1, fair: 2, strong: 3 }[strengthOf(password.value)] : 0}
        aria-label={words.password}
      />
      <TextField
        label={words.again}
        type="password"
        value={again.value}
        autocomplete="new-password"
        required
        error={again.value !== '' && again.value !== password.value ? words.differ : undefined}
        onInput={(value) => {
          again.value = value;
        }}
      />
    </>
  );
}
