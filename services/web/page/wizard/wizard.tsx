import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { Addresses } from '../addresses/addresses.tsx';
import { Preferences } from '../frame/frame.tsx';
import { Picture } from '../player/picture.tsx';
import { cameraState, readCameraState } from '../session/camera-state.ts';
import { PlainConnection } from '../sign-in/plain-connection.tsx';
import { AdministratorStep } from './administrator-step.tsx';
import { NameStep } from './name-step.tsx';
import { wizardTexts } from './wizard-texts.ts';

function Welcome({ onDone }: { readonly onDone: () => void }): JSX.Element {
  const words = wizardTexts();
  const state = cameraState.value;
  return (
    <div class="stacked">
      <h2>{words.welcome}</h2>
      <p>{words.welcomeAbout}</p>
      <p class="small">
        {state?.manufacturer} {state?.model} · {state?.version}
      </p>
      <PlainConnection />
      <button class="button primary full" type="button" onClick={onDone}>
        {words.begin}
      </button>
    </div>
  );
}

function Finish(): JSX.Element {
  const words = wizardTexts();
  return (
    <div class="stacked">
      <h2>{words.picture}</h2>
      <p class="small">{words.pictureAbout}</p>
      <Picture small />
      <Addresses />
      <button class="button primary full" type="button" onClick={() => void readCameraState()}>
        {words.finish}
      </button>
    </div>
  );
}

const steps = [Welcome, AdministratorStep, NameStep, Finish] as const;

/** First minutes of a camera: from the box to a picture. */
export function Wizard(): JSX.Element {
  const words = wizardTexts();
  const step = useSignal(0);
  useEffect(() => {
    document.title = words.title;
  }, [words]);
  const Step = steps[step.value] ?? Finish;
  return (
    <main class="door">
      <section class={step.value === steps.length - 1 ? 'card wide-card' : 'card'}>
        <header class="wizard-head">
          <svg class="mark" aria-hidden="true">
            <use href="#i-mark" />
          </svg>
          <div>
            <h1>{words.title}</h1>
            <p class="small">{words.step(step.value + 1, steps.length)}</p>
          </div>
        </header>
        <Step
          onDone={() => {
            step.value += 1;
          }}
        />
      </section>
      <div class="preferences">
        <Preferences />
      </div>
    </main>
  );
}
