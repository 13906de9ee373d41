import { type Signal, signal } from '@preact/signals';
import { urlOf } from './session.ts';

/** Facts that the camera tells before anybody has signed in. */
interface CameraState {
  readonly setup: boolean;
  readonly manufacturer: string;
  readonly model: string;
  readonly version: string;
  readonly https?: { readonly port: number; readonly fingerprint: string };
}

export const cameraState: Signal<CameraState | undefined> = signal(undefined);

/** Name of the camera as its owner gave it, from its scopes; the model until it is known. */
export const cameraName: Signal<string> = signal('');

/** Reads the facts anew. Rejects while the camera cannot be reached. */
export async function readCameraState(signalOfEnd?: AbortSignal): Promise<CameraState> {
  const reply = await fetch(urlOf('page/state'), {
    credentials: 'omit',
    cache: 'no-store',
    ...(signalOfEnd && { signal: signalOfEnd }),
  });
  if (!reply.ok) throw new Error(`page/state: ${reply.status}`);
  const state = (await reply.json()) as CameraState;
  cameraState.value = state;
  if (cameraName.value === '') cameraName.value = `${state.manufacturer} ${state.model}`;
  return state;
}
