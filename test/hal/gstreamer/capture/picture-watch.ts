// time limit: 120 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PipelineCameraElement } from '../../../../hal/gstreamer/capture/camera-element.ts';
import { measuresNeeded, PictureWatch } from '../../../../hal/gstreamer/capture/picture-watch.ts';
import { Pipeline } from '../../../../hal/gstreamer/pipeline/pipeline.ts';
import { addon } from '../../../../hal/native/addon.ts';
import type { PictureState } from '../../../../hal/ports/picture-state.ts';
import { until } from '../../../until.ts';

const room = suite('watch over the pictures of a camera');
const usual = '0.3/0.8/0.6/0.95';

function underTest(): { readonly see: (text: string, times?: number) => void; readonly told: PictureState[] } {
  const told: PictureState[] = [];
  const watch = new PictureWatch((state) => told.push(state));
  let now = 0;
  return {
    told,
    see: (text, times = 1) => {
      for (let count = 0; count < times; count += 1) {
        now += 500;
        watch.look(now, text);
      }
    },
  };
}

room('tells a first state, and nothing more while the pictures are fine', () => {
  const { see, told } = underTest();
  see(usual, 20);
  assert.equal(told, [{ tooBlurry: false, tooDark: false, tooBright: false, sceneChanged: false }]);
});

const faults: readonly (readonly [keyof PictureState, bad: string, between: string])[] = [
  ['tooDark', '0/0.1/-1/0.9', '0/0.18/-1/0.9'],
  ['tooBright', '0.9/1/-1/0.9', '0.8/1/-1/0.9'],
  ['tooBlurry', '0.3/0.8/0.1/0.9', '0.3/0.8/0.18/0.9'],
  ['sceneChanged', '0.3/0.8/0.6/0.2', '0.3/0.8/0.6/0.6'],
];

for (const [name, bad, between] of faults)
  room(
    `tells ${name} after some seconds, keeps it until the picture is clearly fine, and ends it after as many`,
    () => {
      const { see, told } = underTest();
      see(usual);
      see(bad, measuresNeeded - 1);
      see(usual);
      assert.is(told.length, 1, 'too short');
      see(bad, measuresNeeded);
      assert.equal([told.length, told.at(-1)?.[name]], [2, true]);
      see(between, 3 * measuresNeeded);
      assert.is(told.length, 2);
      see(usual, measuresNeeded);
      assert.equal([told.length, told.at(-1)?.[name]], [3, false]);
    },
  );

room('ignores text that is no measure, and more than two a second', () => {
  const told: PictureState[] = [];
  const watch = new PictureWatch((state) => told.push(state));
  for (const text of ['', '1/2', 'a/b/c/d', '1/1/1', undefined]) watch.look(1000, text);
  assert.equal(told, []);
  for (let now = 1000; now < 2000; now += 20) watch.look(now, '0/0.1/-1/0.9');
  assert.equal(told.length, 1);
});

/** The virtual camera with its measures. */
class Measured {
  readonly element = new PipelineCameraElement('picture-watch-test', 'scenesrc');
  readonly #pipeline: Pipeline;

  constructor() {
    const caps = 'video/x-raw,format=I420,width=1280,height=720,framerate=10/1';
    const channel = 'picture-watch-test';
    this.#pipeline = new Pipeline(
      {
        launch: 'scenesrc name=camera ! capsfilter name=format ! framesink name=sink derived=true',
        properties: { format: { caps }, sink: { channel, measure: true } },
      },
      channel,
      () => undefined,
    );
    this.#pipeline.play();
  }

  /** Waits until the measures are as they should be. */
  async sees(what: string, as: (measures: readonly number[]) => boolean): Promise<void> {
    let last = '';
    await until(() => {
      last = addon.elementProperty('picture-watch-test', 'sink', 'picture') ?? '';
      return as(last.split('/').map(Number));
    }, what).catch((error: unknown) => {
      throw new Error(`${what}: ${last}`, { cause: error });
    });
  }

  stop(): void {
    this.#pipeline.release();
  }
}

// shows IMG-12
room('sees a camera that is covered, blinded, out of focus and turned, and that none of it is so', async () => {
  const camera = new Measured();
  const set = (properties: Readonly<Record<string, string>>): void => camera.element.set(properties);
  try {
    await camera.sees(
      'usual',
      ([dark = 1, light = 0, edges = 0, same = 0]) => dark < 0.6 && light > 0.4 && edges > 0.4 && same > 0.9,
    );
    set({ light: '0' });
    await camera.sees('covered', ([, light = 1]) => light < 0.15);
    set({ light: '200000', 'exposure-auto': '0', 'exposure-time': '100000' });
    await camera.sees('blinded', ([dark = 0]) => dark > 0.85);
    set({ light: '500', 'exposure-auto': '1' });
    await camera.sees('usual again', ([dark = 1, light = 0, edges = 0]) => dark < 0.6 && light > 0.4 && edges > 0.4);
    set({ 'focus-auto': '0', focus: '0' });
    await camera.sees('out of focus', ([, , edges = 1]) => edges >= 0 && edges < 0.15);
    set({ 'focus-auto': '1' });
    await camera.sees('in focus', ([, , edges = 0, same = 0]) => edges > 0.4 && same > 0.8);
    set({ pan: '33', tilt: '12' });
    await camera.sees('turned', ([, , , same = 1]) => same < 0.5);
  } finally {
    camera.stop();
  }
});

room.run();
