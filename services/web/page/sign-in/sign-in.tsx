import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { TextField } from '../forms/controls.tsx';
import { Preferences } from '../frame/frame.tsx';
import { cameraName, cameraState } from '../session/camera-state.ts';
import { NotSignedIn, signIn } from '../session/session.ts';
import { reasonOf } from '../texts/reason.ts';
import { PlainConnection } from './plain-connection.tsx';
import { signInTexts } from './sign-in-texts.ts';

/** Milliseconds after which a person is told why it takes long. */
const patience = 1500;

interface FormProps {
  readonly busy: boolean;
  readonly error: string;
  readonly onSubmit: (name: string, password: string) => void;
}

function Form({ busy, error, onSubmit }: FormProps): JSX.Element {
  const words = signInTexts();
  const name = useSignal('');
  const password = useSignal('');
  const slow = useSignal(false);
  useEffect(() => {
    slow.value = false;
    if (!busy) return undefined;
    const timer = setTimeout(() => {
      slow.value = true;
    }, patience);
    return () => clearTimeout(timer);
  }, [busy, slow]);
  return (
    <form
      class="stacked"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(name.value, password.value);
      }}
    >
      <TextField
        label={words.user}
        value={name.value}
        autocomplete="username"
        required
        onInput={(value) => {
          name.value = value;
        }}
      />
      <TextField
        label={words.password}
        type="password"
        value={password.value}
        autocomplete="current-password"
        required
        onInput={(value) => {
          password.value = value;
        }}
      />
      <p class="error" role="alert">
        {error}
      </p>
      <button class="button primary full" type="submit" disabled={busy} aria-busy={busy}>
        {busy ? words.busy : words.submit}
      </button>
      <p class="small" role="status">
        {slow.value ? words.slow : ''}
      </p>
      <details class="small">
        <summary>{words.forgotten}</summary>
        <p>{words.remedy}</p>
      </details>
    </form>
  );
}

/** Page for a person who is not signed in. */
export function SignIn(): JSX.Element {
  const words = signInTexts();
  const busy = useSignal(false);
  const failure = useSignal<unknown>(undefined);
  const state = cameraState.value;
  useEffect(() => {
    document.title = `${words.title} · ${cameraName.value}`;
  }, [words]);
  const submit = async (name: string, password: string): Promise<void> => {
    busy.value = true;
    failure.value = undefined;
    try {
      await signIn(name, password);
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  };
  const error =
    failure.value === undefined ? '' : failure.value instanceof NotSignedIn ? words.wrong : reasonOf(failure.value);
  return (
    <main class="door">
      <section class="card">
        <svg class="mark" aria-hidden="true">
          <use href="#i-mark" />
        </svg>
        <h1>{words.title}</h1>
        <p class="small">
          {state?.manufacturer} {state?.model} · {state?.version}
        </p>
        <Form busy={busy.value} error={error} onSubmit={(name, password) => void submit(name, password)} />
      </section>
      <PlainConnection />
      <div class="preferences">
        <Preferences />
      </div>
    </main>
  );
}
