import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { TextField } from '../forms/controls.tsx';
import { Failure } from '../forms/loaded.tsx';
import { signIn } from '../session/session.ts';
import { device } from '../soap/services.ts';
import { common } from '../texts/common.ts';
import { NewPassword } from '../users/new-password.tsx';
import { shortestPassword } from '../users/password.ts';
import { wizardTexts } from './wizard-texts.ts';

/** Makes the first user, and signs in as it. */
async function createAdministrator(name: string, password: string): Promise<void> {
  await device('CreateUsers', { User: [{ Username: name, Password: password, UserLevel: 'Administrator' }] });
  await signIn(name, password);
}

export function AdministratorStep({ onDone }: { readonly onDone: () => void }): JSX.Element {
  const words = wizardTexts();
  const name = useSignal('admin');
  const password = useSignal('');
  const again = useSignal('');
  const busy = useSignal(false);
  const failure = useSignal<unknown>(undefined);
  const long = password.value.length >= shortestPassword;
  const submit = async (): Promise<void> => {
    busy.value = true;
    failure.value = undefined;
    try {
      await createAdministrator(name.value, password.value);
      onDone();
    } catch (error) {
      failure.value = error;
    } finally {
      busy.value = false;
    }
  };
  return (
    <form
      class="stacked"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2>{words.administrator}</h2>
      <p class="small">{words.administratorAbout}</p>
      <TextField
        label={words.user}
        value={name.value}
        autocomplete="username"
        required
        onInput={(value) => {
          name.value = value.trim();
        }}
      />
      <NewPassword password={password} again={again} />
      {failure.value !== undefined && <Failure error={failure.value} />}
      <button
        class="button primary full"
        type="submit"
        disabled={busy.value || name.value === '' || !long || again.value !== password.value}
      >
        {busy.value ? common().saving : words.create}
      </button>
    </form>
  );
}
