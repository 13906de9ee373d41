import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { argusPlan, cameraDriver, libcameraPlans } from '../../../../hal/gstreamer/capture/camera-drivers.ts';
import { noSignalPlan } from '../../../../hal/gstreamer/capture/no-signal.ts';
import { v4l2Plan } from '../../../../hal/gstreamer/capture/v4l2-camera.ts';
import { rankOffers } from '../../../../hal/gstreamer/capture/v4l2-formats.ts';
import { Pipeline, type PipelinePlan } from '../../../../hal/gstreamer/pipeline/pipeline.ts';
import { addon } from '../../../../hal/native/addon.ts';
import { noMasks } from '../../../../hal/ports/media-engine.ts';
import { until } from '../../../until.ts';

const drivers = suite('camera drivers');
const state = { id: 'Camera', width: 1280, height: 720, frameRate: 30, masks: noMasks };

function v4l2(fourcc: string, width: number, height: number, passedOn = false): PipelinePlan {
  const offer = { fourcc, width, height, rate: { numerator: 30, denominator: 1 } };
  const [chosen] = rankOffers([offer], state);
  if (chosen === undefined) throw new Error(`${fourcc} cannot be used`);
  return v4l2Plan('/dev/video7', chosen, state, passedOn);
}

function libcamera(attempt: number): PipelinePlan {
  const plan = libcameraPlans('/base/soc/i2c0mux/i2c@1/imx708@1a', state)[attempt];
  if (plan === undefined) throw new Error(`no attempt ${attempt}`);
  return plan;
}

const rate = { numerator: 30, denominator: 1 };
const scaler =
  'videorate max-duplication-time=500000000 skip-to-first=true ! videoscale ! capsfilter name=picture ! framesink name=sink';

interface Case {
  readonly what: string;
  readonly plan: PipelinePlan;
  readonly launch: string;
  readonly properties: PipelinePlan['properties'];
}

const cases: readonly Case[] = [
  {
    what: 'a V4L2 camera that has the wanted picture',
    plan: v4l2('YUYV', 1280, 720),
    launch: 'devicesrc name=camera ! framesink name=sink',
    properties: {
      camera: {
        device: '/dev/video7',
        fourcc: 'YUYV',
        caps: 'video/x-raw,format=YUY2,width=1280,height=720,framerate=30/1',
        width: 1280,
        height: 720,
        ...rate,
      },
      sink: { channel: 'Camera' },
    },
  },
  {
    what: 'a V4L2 camera with MJPEG of another size',
    plan: v4l2('MJPG', 1920, 1080),
    launch: `devicesrc name=camera ! jpegdec ! ${scaler}`,
    properties: {
      camera: {
        device: '/dev/video7',
        fourcc: 'MJPG',
        caps: 'image/jpeg,width=1920,height=1080,framerate=30/1',
        width: 1920,
        height: 1080,
        ...rate,
      },
      picture: { caps: 'video/x-raw,width=1280,height=720,pixel-aspect-ratio=1/1,framerate=30000/1000' },
      sink: { channel: 'Camera' },
    },
  },
  {
    what: 'a V4L2 camera whose H.264 is passed on',
    plan: v4l2('H264', 1280, 720, true),
    launch:
      'devicesrc name=camera ! h264parse config-interval=-1 ' +
      '! video/x-h264,stream-format=avc,alignment=au ! framesink name=sink',
    properties: {
      camera: {
        device: '/dev/video7',
        fourcc: 'H264',
        caps: 'video/x-h264,stream-format=byte-stream,alignment=au,width=1280,height=720,framerate=30/1',
        width: 1280,
        height: 720,
        ...rate,
      },
      sink: { channel: 'Camera' },
    },
  },
  {
    what: 'a camera of libcamera that has the wanted picture',
    plan: libcamera(0),
    launch: 'libcamerasrc name=camera ! capsfilter name=wish ! framesink name=sink',
    properties: {
      camera: { 'camera-name': '/base/soc/i2c0mux/i2c@1/imx708@1a' },
      wish: {
        caps:
          'video/x-raw,format=NV12,width=1280,height=720,framerate=30000/1000;' +
          'video/x-raw,width=1280,height=720,framerate=30000/1000',
      },
      sink: { channel: 'Camera' },
    },
  },
  {
    what: 'a camera of libcamera with sizes of its own',
    plan: libcamera(1),
    launch:
      'libcamerasrc name=camera ! capsfilter name=wish ! videoscale ! capsfilter name=format ! framesink name=sink',
    properties: {
      camera: { 'camera-name': '/base/soc/i2c0mux/i2c@1/imx708@1a' },
      wish: { caps: 'video/x-raw' },
      format: { caps: 'video/x-raw,width=1280,height=720,pixel-aspect-ratio=1/1' },
      sink: { channel: 'Camera' },
    },
  },
  {
    what: 'a sensor of Argus',
    plan: argusPlan(1, state),
    launch:
      'nvarguscamerasrc name=camera ! capsfilter name=format ! nvvidconv ! video/x-raw,format=NV12 ! framesink name=sink',
    properties: {
      camera: { 'sensor-id': 1 },
      format: { caps: 'video/x-raw(memory:NVMM),format=NV12,width=1280,height=720,framerate=30000/1000' },
      sink: { channel: 'Camera' },
    },
  },
];

for (const { what, plan, launch, properties } of cases)
  drivers(`${what} has a pipeline with numbers as properties`, () => {
    assert.is(plan.launch, launch);
    assert.equal(plan.properties, properties);
  });

for (const [camera, element] of [
  [{ driver: 'libcamera' }, 'libcamerasrc'],
  [{ driver: 'argus', sensor: 0 }, 'nvarguscamerasrc'],
] as const)
  drivers(`names the package of a missing ${element}`, () => {
    const driver = cameraDriver(camera, state);
    if (addon.hasElement(element)) assert.type(driver.find(), 'string');
    else assert.throws(() => driver.find(), new RegExp(`needs the GStreamer element ${element}: install `));
  });

for (const output of ['raw', 'H264', 'JPEG'] as const)
  drivers(`a camera with ${output} output has a NO SIGNAL picture of that kind`, async () => {
    const channel = `No${output}`;
    let frame: Buffer | null | undefined;
    const pipeline = new Pipeline(
      noSignalPlan(output, { ...state, id: channel }),
      `${channel}/no-signal`,
      (_, text) => {
        throw new Error(text);
      },
    );
    addon.takeFrame(channel, (taken) => {
      frame = taken;
    });
    pipeline.play();
    await until(() => frame !== undefined, 'a picture');
    pipeline.release();
    assert.is(addon.progress(channel), 0, 'it counts for no picture of the camera');
    if (output === 'raw') assert.is(frame?.length, (1280 * 720 * 3) / 2);
    if (output === 'JPEG') assert.is(frame?.readUInt16BE(0), 0xffd8);
    // Units are length-prefixed; the first picture has parameter sets.
    if (output === 'H264') assert.is((frame?.readUInt8(4) ?? 0) & 31, 7);
  });

drivers.run();
