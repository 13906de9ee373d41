import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Icon } from '../frame/icon.tsx';
import { common } from '../texts/common.ts';
import { reasonOf } from '../texts/reason.ts';
import type { Draft } from './draft.ts';

interface SaveBarProps<Values extends object> {
  readonly draft: Draft<Values>;
  /** What saving costs, told before it is pressed. */
  readonly cost?: string | undefined;
  /** Writes the values and returns what the camera holds afterwards. */
  readonly save: (values: Values) => Promise<Values>;
  /** Why the values cannot be saved as they are. */
  readonly blocked?: string | undefined;
}

/** Bar below a form with changes. */
export function SaveBar<Values extends object>({ draft, cost, save, blocked }: SaveBarProps<Values>): JSX.Element {
  const words = common();
  const state = useSignal<'idle' | 'busy' | 'saved'>('idle');
  const error = useSignal('');
  const run = async (): Promise<void> => {
    state.value = 'busy';
    error.value = '';
    try {
      draft.adopt(await save(draft.values));
      state.value = 'saved';
    } catch (reason) {
      error.value = reasonOf(reason);
      state.value = 'idle';
    }
  };
  const count = draft.count.value;
  if (count === 0)
    return (
      <p class="hidden-label" role="status">
        {state.value === 'saved' ? words.saved : ''}
      </p>
    );
  const busy = state.value === 'busy';
  return (
    <section class="save" aria-label={words.unsaved}>
      <p>
        <b>{words.changes(count)}</b>{' '}
        <span class={error.value === '' && blocked === undefined ? 'small' : 'small error'} role="status">
          {error.value === '' ? (blocked ?? cost ?? '') : error.value}
        </span>
      </p>
      <button class="button quiet" type="button" disabled={busy} onClick={() => draft.discard()}>
        <Icon name="undo" />
        {words.discard}
      </button>
      <button
        class="button primary"
        type="button"
        disabled={busy || blocked !== undefined}
        aria-busy={busy}
        onClick={() => void run()}
      >
        {busy ? words.saving : words.save}
      </button>
    </section>
  );
}
