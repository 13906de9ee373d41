import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../frame/icon.tsx';
import { common } from '../texts/common.ts';
import { reasonOf } from '../texts/reason.ts';

type State<Value> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'there'; readonly value: Value };

/** Something that a screen reads from the camera. */
interface Loading<Value> {
  readonly state: Signal<State<Value>>;
  /** Reads it anew; what was there stays until the new value comes. */
  readonly reload: () => Promise<void>;
}

/** Reads when the component appears, and again when `key` changes. */
export function useLoaded<Value>(load: () => Promise<Value>, key = ''): Loading<Value> {
  const state = useSignal<State<Value>>({ kind: 'loading' });
  const newest = useRef(0);
  const reload = async (): Promise<void> => {
    newest.current += 1;
    const mine = newest.current;
    const next = await load().then(
      (value): State<Value> => ({ kind: 'there', value }),
      (error: unknown): State<Value> => ({ kind: 'failed', error }),
    );
    if (mine === newest.current) state.value = next;
  };
  useEffect(() => {
    state.value = { kind: 'loading' };
    void reload();
    return () => {
      newest.current += 1;
    };
  }, [key]);
  return { state, reload };
}

/** Message of something that failed, with a way to try it again. */
export function Failure({
  error,
  onAgain,
}: {
  readonly error: unknown;
  readonly onAgain?: (() => void) | undefined;
}): JSX.Element {
  return (
    <div class="note" role="alert">
      <Icon name="alert" />
      <span>{reasonOf(error)}</span>
      {onAgain !== undefined && (
        <button class="button quiet" type="button" onClick={onAgain}>
          {common().again}
        </button>
      )}
    </div>
  );
}

/** Shape of a card while its content is on the way. */
function Skeleton(): JSX.Element {
  return (
    <div class="card skeleton" aria-busy="true">
      <p class="hidden-label">{common().loading}</p>
    </div>
  );
}

interface LoadedProps<Value> {
  readonly of: Loading<Value>;
  readonly children: (value: Value) => ComponentChildren;
}

/** Shows what was loaded, the shape of it meanwhile, or the reason why not. */
export function Loaded<Value>({ of, children }: LoadedProps<Value>): JSX.Element {
  const state = of.state.value;
  if (state.kind === 'loading') return <Skeleton />;
  if (state.kind === 'failed') return <Failure error={state.error} onAgain={() => void of.reload()} />;
  return <>{children(state.value)}</>;
}
