import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { pino } from 'pino';
import { usbCamera } from '../../../hal/boards/usb-camera.ts';
import { findCamera } from '../../../hal/gstreamer/capture/v4l2-devices.ts';
import { createMediaEngine } from '../../../hal/gstreamer/media-engine.ts';
import { type MediaEngine, type MediaEngineEvent, noMasks } from '../../../hal/ports/media-engine.ts';
import { mainEncoder, subEncoder } from '../../hal/running-engine.ts';
import { until } from '../../until.ts';

/** Program of the camera and its pictures, which scripts/machines/rig/usb-camera.sh makes. */
const program = '/mnt/modules/usb-camera';
const pictures = '/mnt/modules/pictures';

interface UsbCameraOptions {
  /** Port of the virtual USB host, 0..3. */
  readonly port?: number;
  /** Isochronous transfer in place of bulk. */
  readonly isochronous?: boolean;
  /** Lists H.264 without a size. */
  readonly bare?: boolean;
  /** Has no YUYV. */
  readonly encoded?: boolean;
  /** Encoded formats that the camera has, both when absent. */
  readonly formats?: readonly ('mjpeg' | 'h264')[];
}

/** Folder with the pictures of some formats only. */
function folderOf(formats: readonly string[]): string {
  const folder = join(tmpdir(), `pictures-${process.pid}-${formats.join('-')}`);
  mkdirSync(folder, { recursive: true });
  for (const format of formats)
    for (const size of ['1280x720', '640x360']) {
      const link = join(folder, `${size}.${format}`);
      symlinkSync(join(pictures, `${size}.${format}`), link);
    }
  return folder;
}

/** Simulated USB camera, driven by the kernel's uvcvideo. */
export class UsbCamera {
  readonly card: string;
  /** Lines of what reached the camera: `set brightness 12`, `stream MJPG 1280x720 30.00`. */
  readonly lines: string[] = [];
  readonly #child: ChildProcessWithoutNullStreams;

  private constructor(child: ChildProcessWithoutNullStreams, port: number) {
    this.#child = child;
    this.card = `card:Simulated USB camera ${port + 1}`;
    child.stdout.on('data', (text) => this.lines.push(...String(text).trim().split('\n')));
    child.stderr.on('data', (text) => this.lines.push(String(text)));
  }

  /** Plugs a camera in. Resolves when its node is there. */
  static async plug({ port = 0, formats, ...flags }: UsbCameraOptions = {}): Promise<UsbCamera> {
    const { isochronous = false, bare = false, encoded = false } = flags;
    const chosen = Object.entries({ '--iso': isochronous, '--bare': bare, '--encoded': encoded });
    const options = [...chosen.filter(([, on]) => on).map(([name]) => name), '--port', String(port)];
    const child = spawn(program, [...options, formats === undefined ? pictures : folderOf(formats)]);
    const camera = new UsbCamera(child, port);
    await until(() => camera.path !== '', 'the node of the camera', 10_000).catch((error: unknown) => {
      throw new Error(camera.lines.join('\n'), { cause: error });
    });
    return camera;
  }

  /** Path of the node at present, empty without one. */
  get path(): string {
    try {
      return findCamera(this.card);
    } catch {
      return '';
    }
  }

  /** Gives the program a command (test/board/usb-camera/camera.c lists them). */
  tell(command: string): void {
    this.#child.stdin.write(`${command}\n`);
  }

  /** Ends the program, which unplugs the camera. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin.end();
    await ended;
    await until(() => this.path === '', 'the node is gone', 10_000);
  }
}

interface UsbBoardOptions {
  readonly camera: UsbCamera;
  /** Size of the source. */
  readonly width: number;
  readonly height: number;
  readonly onEvent?: (event: MediaEngineEvent) => void;
  readonly log?: Logger;
}

/** Engine of the board `usb-camera` with two streams of its camera: one of the source's size, and 640x360 at 15 pictures per second. */
export async function openUsbBoard({ camera, width, height, onEvent, log }: UsbBoardOptions): Promise<MediaEngine> {
  const fact = { driver: 'v4l2', device: camera.card } as const;
  const engine = createMediaEngine({
    board: { ...usbCamera, sources: usbCamera.sources.map((source) => ({ ...source, camera: fact, width, height })) },
    log: log ?? pino({ level: process.env.VEDETTE_TEST_LOG ?? 'silent' }),
    onEvent: onEvent ?? (() => undefined),
  });
  await engine.apply({
    sources: [{ id: 'VideoSource1', width, height, frameRate: 30, masks: noMasks }],
    encoders: [
      { ...mainEncoder, width, height },
      { ...subEncoder, width: 640, height: 360 },
    ],
    audioSources: [],
    audioEncoders: [],
    metadata: [],
    audioOutputs: [],
  });
  return engine;
}
