import { addon } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';
import { FramesOnDemand } from '../pipeline/frames-on-demand.ts';
import type { PipelinePlan } from '../pipeline/pipeline.ts';
import type { VideoCapture } from './capture.ts';
import { decoding } from './decoders.ts';
import { mapText, pictureMap } from './picture-geometry.ts';
import { scaling } from './scaling.ts';

/** Size of the measured picture, pixels. */
const size = { width: 64, height: 36 } as const;

/**
 * Caps with RGB instead of gray: cameras have video range (16 to 235) or full range (JPEG), which videoconvert equalizes for RGB, but not
 * for gray, where it copies the luma plane.
 */
const caps = `video/x-raw,format=RGB,width=${size.width},height=${size.height}`;

function lumaPlan(capture: VideoCapture, channel: string): PipelinePlan {
  const { id, output, windowed } = capture;
  const { launch, properties } = scaling(capture);
  // The window is cut from planes; black borders would count as darkness.
  const scaled = windowed ? `videoconvert ! ${launch}` : `${launch} add-borders=false ! videoconvert`;
  return {
    launch:
      `framesrc name=source num-buffers=1 ! ${decoding(output)}${scaled} ` +
      '! capsfilter name=size ! framesink name=sink derived=true',
    properties: {
      ...properties,
      source: { channel: id, depth: output === 'raw' ? 1 : 30, rate: 0 },
      size: { caps },
      sink: { channel },
    },
  };
}

/**
 * Mean luma of RGB pixels by the weights of BT.601, 0 (black) to 1 (white).
 * @param covered 1 for each pixel that does not count @returns undefined when all are covered
 * @internal
 */
export function meanLuma(pixels: Uint8Array, covered?: Uint8Array): number | undefined {
  let sum = 0;
  let count = 0;
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    if (covered?.[at / 3] === 1) continue;
    sum += 0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
    count += 1;
  }
  return count === 0 ? undefined : Math.min(sum / count / 255, 1);
}

/** Pixels of the measured picture that privacy masks cover: they tell nothing of the light. */
function coveredPixels({ id, output, windowed, state }: VideoCapture): Uint8Array | undefined {
  if (output !== 'raw') return undefined;
  const map = mapText(pictureMap(state, windowed ? state.crop : undefined));
  return addon.maskCoverage(id, map, size.width, size.height);
}

/** Meter of a camera's mean luma, without the NO SIGNAL picture. */
export class LumaMeter {
  readonly #frames: FramesOnDemand;
  readonly #capture: VideoCapture;

  constructor(capture: VideoCapture) {
    this.#capture = capture;
    const plan = (channel: string): PipelinePlan => lumaPlan(capture, channel);
    this.#frames = new FramesOnDemand({ capture, channel: `${capture.id}/luma`, plan, ownOnly: true });
  }

  /**
   * Measures what of one frame no privacy mask covers. Rejects as FramesOnDemand does, with HalError 'io' for a frame of another
   * size, and with 'gone' when all of it is covered.
   */
  async read(): Promise<number> {
    const pixels = await this.#frames.take();
    if (pixels.length !== size.width * size.height * 3)
      throw new HalError('io', `the measured picture has ${pixels.length} bytes`);
    const luma = meanLuma(pixels, coveredPixels(this.#capture));
    if (luma === undefined) throw new HalError('gone', 'privacy masks cover the whole picture');
    return luma;
  }

  close(): void {
    this.#frames.close();
  }
}
