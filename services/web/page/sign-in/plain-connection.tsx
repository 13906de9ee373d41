import type { JSX } from 'preact';
import { Icon } from '../frame/icon.tsx';
import { cameraState } from '../session/camera-state.ts';
import { signInTexts } from './sign-in-texts.ts';

/** What is missing on plain HTTP, and the way to HTTPS where the camera has it. */
export function PlainConnection(): JSX.Element | null {
  const words = signInTexts();
  const secure = cameraState.value?.https;
  if (location.protocol === 'https:') return null;
  return (
    <div class="note">
      <Icon name="lock" />
      <div>
        <p>{words.plain}</p>
        {secure !== undefined && (
          <>
            <p>
              <a class="link" href={`https://${location.hostname}:${secure.port}/`}>
                {words.secure}
              </a>
            </p>
            <p class="small">
              {words.fingerprint}: <code>{secure.fingerprint}</code>
            </p>
          </>
        )}
      </div>
    </div>
  );
}
