import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Failure } from './forms/loaded.tsx';
import { Frame, GroupList } from './frame/frame.tsx';
import { lazily } from './frame/lazily.tsx';
import { address } from './frame/router.ts';
import { ShowScreen } from './frame/show-screen.tsx';
import { screensFor } from './screens/screens.ts';
import { abilities, readAbilities } from './session/abilities.ts';
import { cameraState, readCameraState } from './session/camera-state.ts';
import { resume, user } from './session/session.ts';
import { SignIn } from './sign-in/sign-in.tsx';

const Wizard = lazily(async () => (await import('./wizard/wizard.tsx')).Wizard);

/** Page of a person who is signed in. */
function SignedInPage(): JSX.Element | null {
  const error = useSignal<unknown>(undefined);
  const load = (): void => {
    error.value = undefined;
    readAbilities().catch((reason: unknown) => {
      error.value = reason;
    });
  };
  useEffect(load, []);
  const level = user.value?.level;
  const offered = abilities.value;
  if (error.value !== undefined) return <Failure error={error.value} onAgain={load} />;
  if (level === undefined || offered === undefined) return null;
  const screens = screensFor(level, offered);
  const { screen: name, part } = address.value;
  if (name === 'camera' || name === 'device')
    return (
      <Frame screens={screens}>
        <GroupList screens={screens} group={name} />
      </Frame>
    );
  const screen = screens.find((one) => one.name === name) ?? screens[0];
  return <Frame screens={screens}>{screen !== undefined && <ShowScreen screen={screen} part={part} />}</Frame>;
}

/** Whole page: wizard on a new camera, sign-in, or the screens. */
export function App(): JSX.Element | null {
  const ready = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const start = async (): Promise<void> => {
    error.value = undefined;
    try {
      await readCameraState();
      await resume();
      ready.value = true;
    } catch (reason) {
      error.value = reason;
    }
  };
  useEffect(() => void start(), []);
  if (error.value !== undefined)
    return (
      <main class="door">
        <Failure error={error.value} onAgain={() => void start()} />
      </main>
    );
  if (!ready.value) return null;
  if (cameraState.value?.setup === true) return <Wizard />;
  return user.value === undefined ? <SignIn /> : <SignedInPage />;
}
