import onvif from 'onvif';
import type { Summary } from '../../../firmware/summary.ts';
import { qemuVirt } from '../../../hal/boards/qemu-virt.ts';
import { play } from './play.ts';

interface CheckOptions {
  readonly summary: Summary;
  readonly name: string;
  readonly password: string;
  readonly say: (line: string) => void;
}

interface DeviceInformation {
  readonly manufacturer: string;
  readonly model: string;
  readonly hardwareId: string;
}

/** Pictures that must come without an error. */
const pictures = 30;

function call<T>(cam: onvif.Cam, method: string, ...words: unknown[]): Promise<T> {
  const target = cam as unknown as Record<string, (...all: unknown[]) => void>;
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, answer: T): void => (error ? reject(error) : resolve(answer));
    target[method]?.call(cam, ...words, done);
  });
}

/** What a client on this machine gets from the camera; rejects with the first thing that is wrong. */
export async function checkCamera({ summary, name, password, say }: CheckOptions): Promise<void> {
  const { hostname, port } = new URL(summary.onvif);
  const cam = new onvif.Cam({
    hostname,
    port: Number(port),
    username: name,
    password,
    timeout: 60_000,
    autoconnect: false,
  });
  await call(cam, 'connect');
  const told = await call<DeviceInformation>(cam, 'getDeviceInformation');
  for (const key of ['manufacturer', 'model', 'hardwareId'] as const)
    if (told[key] !== qemuVirt[key])
      throw new Error(`GetDeviceInformation says ${key} ${told[key]}, not ${qemuVirt[key]}`);
  say(`Device     ${told.manufacturer} ${told.model} (${told.hardwareId})`);
  const { uri } = await call<{ uri: string }>(cam, 'getStreamUri', { protocol: 'RTSP' });
  if (!summary.rtsp.includes(uri)) throw new Error(`GetStreamUri leads to ${uri}, which is none of the summary's`);
  const begun = performance.now();
  const played = await play({ stream: uri, name, password }, pictures, 120);
  if (played.pictures !== pictures) throw new Error(`${played.pictures} pictures instead of ${pictures}`);
  say(
    `Played     ${pictures} pictures of ${played.width}x${played.height} in ${((performance.now() - begun) / 1000).toFixed(1)} s`,
  );
}
