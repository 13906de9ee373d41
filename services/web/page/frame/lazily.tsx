import { useSignal } from '@preact/signals';
import type { FunctionComponent, JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Failure } from '../forms/loaded.tsx';

/** Component whose code is fetched when it appears for the first time. */
export function lazily(load: () => Promise<FunctionComponent>): FunctionComponent {
  return function Lazy(): JSX.Element | null {
    const component = useSignal<{ readonly of: FunctionComponent } | undefined>(undefined);
    const error = useSignal<unknown>(undefined);
    useEffect(() => {
      load().then(
        (of) => {
          component.value = { of };
        },
        (reason: unknown) => {
          error.value = reason;
        },
      );
    }, [component, error]);
    if (error.value !== undefined) return <Failure error={error.value} />;
    const present = component.value;
    return present === undefined ? null : <present.of />;
  };
}
