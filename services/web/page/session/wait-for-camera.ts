import { readCameraState } from './camera-state.ts';

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Milliseconds between two looks, and for one of them. */
const pause = 1000;
const patience = 3000;

/** Waits until a camera that restarts has gone and come back; a camera that never went is back after ten looks. */
export async function waitForCamera(): Promise<void> {
  let gone = false;
  for (let looks = 0; looks < 600; looks += 1) {
    await sleep(pause);
    const isThere = await readCameraState(AbortSignal.timeout(patience)).then(
      () => true,
      () => false,
    );
    if (!isThere) gone = true;
    else if (gone || looks >= 10) return;
  }
}
