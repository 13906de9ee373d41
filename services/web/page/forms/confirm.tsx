import { type Signal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { common } from '../texts/common.ts';
import { ActionButton } from './action.tsx';

interface ConfirmProps {
  readonly open: Signal<boolean>;
  readonly title: string;
  readonly children: ComponentChildren;
  /** Words of the button that does it. */
  readonly action: string;
  readonly run: () => Promise<unknown>;
  readonly disabled?: boolean;
}

/** Question before something that cannot be undone, with what it costs. */
export function Confirm({ open, title, children, action, run, disabled = false }: ConfirmProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useSignalEffect(() => {
    if (open.value) dialog.current?.showModal();
    else dialog.current?.close();
  });
  const finish = async (): Promise<void> => {
    await run();
    open.value = false;
  };
  return (
    <dialog
      class="card dialog"
      ref={dialog}
      aria-label={title}
      onClose={() => {
        open.value = false;
      }}
    >
      <header>
        <h2>{title}</h2>
      </header>
      <div class="body">{children}</div>
      <div class="actions">
        <button
          class="button quiet"
          type="button"
          onClick={() => {
            open.value = false;
          }}
        >
          {common().cancel}
        </button>
        <ActionButton class="danger" run={finish} disabled={disabled}>
          {action}
        </ActionButton>
      </div>
    </dialog>
  );
}
