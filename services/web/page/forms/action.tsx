import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { Failure } from './loaded.tsx';

interface ActionProps {
  readonly run: () => Promise<unknown>;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly label?: string;
  readonly disabled?: boolean;
}

/** Button of something that takes a moment; it cannot be pressed twice, and says why it failed. */
export function ActionButton({ run, children, class: name = '', label, disabled }: ActionProps): JSX.Element {
  const busy = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const press = async (): Promise<void> => {
    busy.value = true;
    error.value = undefined;
    try {
      await run();
    } catch (reason) {
      error.value = reason;
    } finally {
      busy.value = false;
    }
  };
  return (
    <>
      <button
        class={`button ${name}`}
        type="button"
        aria-label={label}
        disabled={disabled === true || busy.value}
        aria-busy={busy.value}
        onClick={() => void press()}
      >
        {children}
      </button>
      {error.value !== undefined && <Failure error={error.value} />}
    </>
  );
}
