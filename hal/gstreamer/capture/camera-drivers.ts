import { existsSync } from 'node:fs';
import type { CameraFact } from '../../boards/facts/camera.ts';
import { addon } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';
import type { VideoCodec, VideoSourceState } from '../../ports/media-engine.ts';
import type { PictureRectangle } from '../../ports/scene-analyser.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';
import type { CameraDriver } from './camera-driver.ts';
import { V4l2Camera } from './v4l2-camera.ts';

// Parsers output length-prefixed units: in a byte stream they would add delimiters, one more packet per picture.
const parsers: Readonly<Record<VideoCodec, string>> = {
  H264: 'h264parse config-interval=-1 ! video/x-h264,stream-format=avc,alignment=au',
  H265: 'h265parse config-interval=-1 ! video/x-h265,stream-format=hvc1,alignment=au',
  JPEG: 'jpegparse',
  'MPV4-ES': 'mpeg4videoparse config-interval=-1',
};

/** Capture pipeline of a file of encoded frames. */
export function encodedFilePlan(path: string, codec: VideoCodec, state: VideoSourceState): PipelinePlan {
  const demuxer = path.endsWith('.mp4') ? 'qtdemux ! ' : '';
  return {
    launch: `filesrc name=file ! ${demuxer}${parsers[codec]} ! frameloop name=camera ! framesink name=sink`,
    properties: { file: { location: path }, camera: { rate: state.frameRate }, sink: { channel: state.id } },
  };
}

function caps(media: string, { width, height, frameRate }: VideoSourceState): string {
  return `${media},width=${width},height=${height},framerate=${Math.round(frameRate * 1000)}/1000`;
}

function virtualPlan(state: VideoSourceState): PipelinePlan {
  return {
    launch: 'scenesrc name=camera ! capsfilter name=format ! framesink name=sink',
    properties: { format: { caps: caps('video/x-raw,format=I420', state) }, sink: { channel: state.id } },
  };
}

function libcameraProperties(
  camera: string | undefined,
  wish: string,
  { id }: VideoSourceState,
): PipelinePlan['properties'] {
  return {
    ...(camera === undefined ? {} : { camera: { 'camera-name': camera } }),
    wish: { caps: wish },
    sink: { channel: id },
  };
}

/**
 * Capture pipelines of libcamera, the best first. Cameras differ in formats and sizes: the wanted size and rate, in NV12 (that of a
 * Raspberry Pi) or another format; else the camera's own size, which is scaled. Both in one list of caps would not do, as the element
 * takes its default size where it may. Tested with the kernel's simulated camera, not with a sensor.
 * @internal
 */
export function libcameraPlans(camera: string | undefined, state: VideoSourceState): readonly PipelinePlan[] {
  const { width, height } = state;
  const exact = [caps('video/x-raw,format=NV12', state), caps('video/x-raw', state)].join(';');
  const scaled = { format: { caps: `video/x-raw,width=${width},height=${height},pixel-aspect-ratio=1/1` } };
  const source = 'libcamerasrc name=camera ! capsfilter name=wish ! ';
  return [
    {
      launch: `${source}framesink name=sink`,
      properties: libcameraProperties(camera, exact, state),
      explain: explainLibcamera,
    },
    {
      launch: `${source}videoscale ! capsfilter name=format ! framesink name=sink`,
      properties: { ...libcameraProperties(camera, 'video/x-raw', state), ...scaled },
      explain: explainLibcamera,
    },
  ];
}

/** Explanation and remedy by the error text of libcamerasrc. */
const libcameraCauses: readonly (readonly [said: RegExp, means: string])[] = [
  [
    /could not find a(ny supported)? camera/i,
    'libcamera finds no camera: check `cam -l`, that libcamera-ipa is installed and that udev runs',
  ],
  [/failed to acquire|busy/i, 'the camera is used by another program: end that program'],
];

function explainLibcamera(reason: string): string {
  const means = libcameraCauses.find(([said]) => said.test(reason))?.[1];
  return means === undefined ? reason : `${means}; ${reason}`;
}

/** Capture pipeline of NVIDIA's Argus on a Jetson, with NV12 in main memory. Written from the documentation, not tested. @internal */
export function argusPlan(sensor: number, state: VideoSourceState): PipelinePlan {
  return {
    launch:
      'nvarguscamerasrc name=camera ! capsfilter name=format ! nvvidconv ! video/x-raw,format=NV12 ! framesink name=sink',
    properties: {
      camera: { 'sensor-id': sensor },
      format: { caps: caps('video/x-raw(memory:NVMM),format=NV12', state) },
      sink: { channel: state.id },
    },
  };
}

/** Clock with its counter at the upper left, and the strip at the lower edge, of hal/native/scene. */
function sceneMarks({ width, height }: VideoSourceState): readonly PictureRectangle[] {
  const scale = Math.max(1, Math.floor(height / 180));
  const clock = {
    left: 0,
    top: 0,
    right: Math.min(1, (222 * scale) / width),
    bottom: Math.min(1, (16 * scale) / height),
  };
  return [clock, { left: 0, top: 0.95, right: 1, bottom: 1 }];
}

/** Marker file of VEDETTE_UNPLUGGED while it exists: the virtual camera is unplugged then. */
function unplugged(): string | undefined {
  const { VEDETTE_UNPLUGGED: marker } = process.env;
  return marker !== undefined && marker !== '' && existsSync(marker) ? marker : undefined;
}

function findVirtual(): string {
  const marker = unplugged();
  if (marker === undefined) return 'the virtual camera';
  throw new HalError('gone', `the virtual camera is unplugged: remove ${marker}`);
}

/** Camera handled by one GStreamer element; its presence shows only at the start. */
function elementCamera(
  name: string,
  element: string,
  packages: string,
  plansFor: (state: VideoSourceState) => readonly PipelinePlan[],
): CameraDriver {
  return {
    output: 'raw',
    find: () => {
      if (addon.hasElement(element)) return name;
      throw new HalError('unsupported', `${name} needs the GStreamer element ${element}: install ${packages}`);
    },
    isPresent: () => true,
    start: (_, state, attempt) => {
      const plans = plansFor(state);
      const plan = plans[attempt % plans.length];
      if (plan === undefined) throw new HalError('unsupported', `${name} has no pipeline`);
      return {
        plan,
        candidates: plans.length,
        note: plans.indexOf(plan) === 0 ? name : `${name}, in a size of its own`,
      };
    },
  };
}

/** Driver of a camera that may come and go. */
export function cameraDriver(
  camera: Exclude<CameraFact, { readonly driver: 'encoded-file' }>,
  state: VideoSourceState,
): CameraDriver {
  switch (camera.driver) {
    case 'virtual':
      return {
        output: 'raw',
        find: findVirtual,
        isPresent: () => unplugged() === undefined,
        marks: sceneMarks,
        start: (found, now) => ({ plan: virtualPlan(now), candidates: 1, note: found }),
      };
    case 'v4l2':
      return new V4l2Camera(camera.device, state);
    case 'libcamera': {
      const name = `the libcamera camera ${camera.camera ?? ''}`.trim();
      return elementCamera(name, 'libcamerasrc', 'gstreamer1.0-libcamera and libcamera-ipa', (now) =>
        libcameraPlans(camera.camera, now),
      );
    }
    case 'argus':
      return elementCamera(
        `sensor ${camera.sensor} of Argus`,
        'nvarguscamerasrc',
        "NVIDIA's nvidia-l4t-gstreamer",
        (now) => [argusPlan(camera.sensor, now)],
      );
  }
}
