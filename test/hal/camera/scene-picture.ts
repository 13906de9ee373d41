import { PipelineCameraElement } from '../../../hal/gstreamer/capture/camera-element.ts';
import { Pipeline } from '../../../hal/gstreamer/pipeline/pipeline.ts';
import { addon } from '../../../hal/native/addon.ts';

const width = 640;
const height = 360;

/** Measurements of a picture, without the strip and the clock at its edges. */
export interface Look {
  readonly luma: number;
  readonly variance: number;
  /** Mean distance of colours from grey. */
  readonly colour: number;
  readonly blue: number;
  readonly red: number;
  /** Mean square of the difference of neighbours. */
  readonly edges: number;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function measure(frame: Buffer): Look {
  const rows = Array.from({ length: 60 }, (_, index) => 60 + 4 * index);
  const luma = rows.flatMap((y) => [...frame.subarray(y * width, (y + 1) * width)]);
  const plane = (from: number): readonly number[] => [
    ...frame.subarray(from + (30 * width) / 2, from + (150 * width) / 2),
  ];
  const [blue, red] = [plane(width * height), plane((width * height * 5) / 4)];
  const average = mean(luma);
  return {
    luma: average,
    variance: mean(luma.map((value) => (value - average) ** 2)),
    colour: mean([...blue, ...red].map((value) => Math.abs(value - 128))),
    blue: mean(blue),
    red: mean(red),
    edges: mean(luma.slice(1).map((value, index) => (value - (luma[index] ?? 0)) ** 2)),
  };
}

/** Playing pipeline of the virtual camera. */
export class ScenePicture {
  readonly element: PipelineCameraElement;
  readonly #channel: string;
  readonly #pipeline: Pipeline;

  constructor(channel: string) {
    const caps = `video/x-raw,format=I420,width=${width},height=${height},framerate=60/1`;
    this.#channel = channel;
    this.#pipeline = new Pipeline(
      {
        launch: 'scenesrc name=camera ! capsfilter name=format ! framesink name=sink derived=true',
        properties: { format: { caps }, sink: { channel } },
      },
      channel,
      () => undefined,
    );
    this.element = new PipelineCameraElement(channel, 'scenesrc');
    this.#pipeline.play();
  }

  /** Measures the frame after `frames` others. */
  async look(frames = 2): Promise<Look> {
    for (let count = 0; count < frames; count += 1) await this.#next();
    return measure(await this.#next());
  }

  /** Median difference of a pixel from one frame to the next: moving things hardly count. */
  async noise(frames = 2): Promise<number> {
    for (let count = 0; count < frames; count += 1) await this.#next();
    const [one, other] = [await this.#next(), await this.#next()];
    const differences: number[] = [];
    for (let at = 60 * width; at < 300 * width; at += 7) differences.push(Math.abs((one[at] ?? 0) - (other[at] ?? 0)));
    return differences.sort((a, b) => a - b)[differences.length >> 1] ?? 0;
  }

  /** Pixels between the colour of red things and that of what is behind them, in some frames. */
  async smeared(): Promise<number> {
    let count = 0;
    for (let frame = 0; frame < 40; frame += 1)
      for (const value of (await this.#next()).subarray((width * height * 5) / 4))
        if (value > 165 && value < 228) count += 1;
    return count;
  }

  stop(): void {
    this.#pipeline.release();
  }

  #next(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no frame')), 5000);
      addon.takeFrame(this.#channel, (frame) => {
        clearTimeout(timer);
        if (frame === null) reject(new Error('no frame'));
        else resolve(frame);
      });
    });
  }
}
