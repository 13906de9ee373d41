import { type Camera, startCamera } from '../firmware/running-camera.ts';

export type { Camera };

/** One running camera for a test file, started by the first test that asks for it. */
export async function cameraUnderTest(): Promise<Camera> {
  return startCamera([]);
}

/** The RTSP URI of a stream (0 = main, 1 = sub) with the credentials in it. */
export function streamUrl(camera: Camera, index: number): string {
  const url = new URL(camera.summary.rtsp[index] ?? '');
  url.username = camera.admin;
  url.password = camera.password;
  return url.href;
}
