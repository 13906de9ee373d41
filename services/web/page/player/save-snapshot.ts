import { cameraName } from '../session/camera-state.ts';

/** Gives a person a file that the page has made. */
export function saveFile(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Time in the name of a file, by the browser's clock. */
export function fileTime(): string {
  return new Date(performance.timeOrigin + performance.now()).toISOString().slice(0, 19).replaceAll(':', '-');
}

/** Saves the picture that is on screen. */
export function saveSnapshot(element: HTMLCanvasElement | HTMLVideoElement | undefined): void {
  if (element === undefined) return;
  const [width, height] =
    element instanceof HTMLVideoElement ? [element.videoWidth, element.videoHeight] : [element.width, element.height];
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  canvas.getContext('2d')?.drawImage(element, 0, 0);
  canvas.toBlob(
    (blob) => {
      if (blob !== null) saveFile(blob, `${cameraName.value} ${fileTime()}.jpg`);
    },
    'image/jpeg',
    0.92,
  );
}
