import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Failure } from '../forms/loaded.tsx';
import type { Screen, ScreenComponent } from '../screens/screens.ts';
import { titles } from '../screens/titles.ts';
import { cameraName } from '../session/camera-state.ts';

/** Loads the screen of an address and shows it. */
export function ShowScreen({ screen, part }: { readonly screen: Screen; readonly part: string }): JSX.Element | null {
  const component = useSignal<{ readonly name: string; readonly of: ScreenComponent } | undefined>(undefined);
  const error = useSignal<unknown>(undefined);
  const title = titles()[screen.name];
  const name = cameraName.value;
  useEffect(() => {
    document.title = `${title} · ${name}`;
  }, [title, name]);
  // A person may open another screen before the first one has come.
  const wanted = useRef(screen.name);
  wanted.current = screen.name;
  const load = async (): Promise<void> => {
    error.value = undefined;
    try {
      const of = await screen.load?.();
      if (of !== undefined && wanted.current === screen.name) component.value = { name: screen.name, of };
    } catch (reason) {
      error.value = reason;
    }
  };
  useEffect(() => void load(), [screen.name]);
  if (error.value !== undefined) return <Failure error={error.value} onAgain={() => void load()} />;
  const present = component.value;
  if (present === undefined || present.name !== screen.name) return null;
  return <present.of part={part} />;
}
