import { type Device, fourcc } from 'node-v4l2';
import { HalError } from '../../ports/hal-error.ts';
import { noMasks, type VideoSourceState } from '../../ports/media-engine.ts';
import type { PipelinePlan, PropertyValue } from '../pipeline/pipeline.ts';
import type { CameraDriver, CameraStart } from './camera-driver.ts';
import { decoding } from './decoders.ts';
import { withDevice } from './v4l2-devices.ts';
import { CameraFinder } from './v4l2-finder.ts';
import { type Candidate, rankOffers, rateOf } from './v4l2-formats.ts';
import { offersOf } from './v4l2-offers.ts';

/** Largest number of pixel formats that are tried when a device does not start. */
const mostCandidates = 4;

const avc = 'h264parse config-interval=-1 ! video/x-h264,stream-format=avc,alignment=au ! ';

// After a gap the missing pictures are not filled in.
const scaling = 'videorate max-duplication-time=500000000 skip-to-first=true ! videoscale ! capsfilter name=picture ! ';

function deviceProperties(path: string, chosen: Candidate): Readonly<Record<string, PropertyValue>> {
  const { format, fourcc: pixels, width, height, rate } = chosen;
  const { numerator, denominator } = rate ?? { numerator: 0, denominator: 1 };
  const caps = `${format.caps},width=${width},height=${height},framerate=${numerator}/${denominator}`;
  return { device: path, fourcc: pixels, caps, width, height, numerator, denominator };
}

function pictureCaps({ width, height, frameRate }: VideoSourceState): string {
  const rate = `${Math.round(frameRate * 1000)}/1000`;
  return `video/x-raw,width=${width},height=${height},pixel-aspect-ratio=1/1,framerate=${rate}`;
}

/**
 * Capture pipeline of a V4L2 device in one of its formats. Pictures are scaled, dropped or repeated if size and rate differ from the
 * desired ones. `passedOn`: H.264 is sent unchanged. MJPEG and H.264 are not tested with a device; raw formats are, on the emulated
 * board.
 * @internal
 */
export function v4l2Plan(path: string, chosen: Candidate, state: VideoSourceState, passedOn: boolean): PipelinePlan {
  const { kind } = chosen.format;
  const decode = `${kind === 'H264' ? 'h264parse ! ' : ''}${passedOn ? '' : decoding(kind)}`;
  const scaled = !chosen.exact && !passedOn;
  return {
    launch: `devicesrc name=camera ! ${passedOn ? avc : decode}${scaled ? scaling : ''}framesink name=sink`,
    properties: {
      camera: deviceProperties(path, chosen),
      ...(scaled ? { picture: { caps: pictureCaps(state) } } : {}),
      sink: { channel: state.id },
    },
  };
}

function candidatesOf(device: Device, path: string, state: VideoSourceState): readonly Candidate[] {
  const candidates = rankOffers(offersOf(device, state), state);
  if (candidates.length > 0) return candidates;
  const delivered = device.formats().map((format) => format.fourcc);
  throw new HalError(
    'unsupported',
    `${path} delivers ${delivered.join(', ') || 'nothing'}: none of these formats is supported`,
  );
}

function noteOf(path: string, chosen: Candidate, state: VideoSourceState): string {
  const { fourcc: pixels, width, height } = chosen;
  const delivered = `${path} delivers ${pixels} ${width}x${height} at ${rateOf(chosen)?.toFixed(2) ?? 'an unknown rate of'} pictures/s`;
  const wanted = `${state.width}x${state.height} at ${state.frameRate}`;
  return chosen.exact ? delivered : `${delivered}; converted to ${wanted}`;
}

/** Sets format and rate at the device; fails while another program streams from it. Throws V4l2Error. */
function setUp(device: Device, { fourcc: pixels, width, height, rate }: Candidate): void {
  device.setFormat({ width, height, pixelFormat: fourcc(pixels) });
  if (rate !== undefined) device.setFrameInterval({ numerator: rate.denominator, denominator: rate.numerator });
}

/** Camera with a V4L2 node. The format is chosen at each start from those of the device. */
export class V4l2Camera implements CameraDriver {
  readonly output: CameraDriver['output'];
  readonly #finder: CameraFinder;

  constructor(device: string, state: VideoSourceState) {
    this.#finder = new CameraFinder(device);
    this.output = this.#outputFor(state);
  }

  find(): string {
    return this.#finder.find();
  }

  isPresent(path: string): boolean {
    return this.#finder.isPresent(path);
  }

  start(path: string, state: VideoSourceState, attempt: number): CameraStart {
    const passedOn = this.output === 'H264';
    return withDevice(path, (device) => {
      const all = candidatesOf(device, path, state);
      const candidates = all.filter(({ format }) => !passedOn || format.kind === 'H264').slice(0, mostCandidates);
      const chosen = candidates[attempt % Math.max(candidates.length, 1)];
      if (chosen === undefined)
        throw new HalError('unsupported', `${path} delivers no H.264, unlike the camera before`);
      setUp(device, chosen);
      return {
        plan: v4l2Plan(path, chosen, state, passedOn),
        candidates: candidates.length,
        note: noteOf(path, chosen, state),
      };
    });
  }

  /** Output: H.264 if it is the best format of a present device and goes out as it comes, else raw. */
  #outputFor(state: VideoSourceState): CameraDriver['output'] {
    // Pictures that are cut, turned or masked have to be decoded.
    if (state.geometry !== undefined || state.masks !== noMasks) return 'raw';
    try {
      const path = this.find();
      const best = withDevice(path, (device) => candidatesOf(device, path, state))[0];
      return best?.format.kind === 'H264' ? 'H264' : 'raw';
    } catch {
      return 'raw';
    }
  }
}
