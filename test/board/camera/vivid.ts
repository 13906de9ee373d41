import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { Device } from 'node-v4l2';
import { pino } from 'pino';
import type { CameraFact } from '../../../hal/boards/facts/camera.ts';
import { umlRig } from '../../../hal/boards/uml-rig.ts';
import { createMediaEngine } from '../../../hal/gstreamer/media-engine.ts';
import { type MediaEngine, type MediaEngineEvent, noMasks } from '../../../hal/ports/media-engine.ts';
import { mainEncoder, subEncoder } from '../../hal/running-engine.ts';
import { camera } from '../rig.ts';

const driver = '/sys/bus/platform/drivers/vivid';

/** Unbinds the simulated devices from the kernel, so that their nodes vanish. */
export function unplug(): void {
  writeFileSync(`${driver}/unbind`, 'vivid.0');
}

/** Binds the simulated devices again, unless they are bound. */
export function plugIn(): void {
  if (!existsSync(`${driver}/vivid.0`)) writeFileSync(`${driver}/bind`, 'vivid.0');
}

/** Sets a control of the simulated camera by its name; buttons accept any value. */
export function setControl(name: string, value: number): void {
  const device = new Device(camera);
  try {
    const control = device.controls().find((one) => one.name === name);
    if (control === undefined) throw new Error(`no control ${name}`);
    device.setControls([[control.id, value]]);
  } finally {
    device.close();
  }
}

/** Starts another program that streams from the camera. Returns the function that ends it. */
export async function streamElsewhere(): Promise<() => Promise<void>> {
  const child = spawn('v4l2-ctl', ['-d', camera, '--stream-mmap'], { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve) => child.stderr.once('data', () => resolve()));
  return () =>
    new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.kill();
    });
}

/** Engine of the emulated board with two streams of 640x360, at 30 and 15 pictures per second. */
export async function openBoard(
  onEvent: (event: MediaEngineEvent) => void = () => undefined,
  fact: CameraFact = { driver: 'v4l2', device: camera },
): Promise<MediaEngine> {
  const sources = umlRig.sources.map((source) => ({ ...source, camera: fact }));
  const level = process.env.VEDETTE_TEST_LOG ?? 'silent';
  const engine = createMediaEngine({ board: { ...umlRig, sources }, log: pino({ level }), onEvent });
  const size = { width: 640, height: 360 };
  await engine.apply({
    sources: [{ id: 'VideoSource1', ...size, frameRate: 30, masks: noMasks }],
    encoders: [
      { ...mainEncoder, ...size },
      { ...subEncoder, ...size },
    ],
    audioSources: [],
    audioEncoders: [],
    metadata: [],
    audioOutputs: [],
  });
  return engine;
}
