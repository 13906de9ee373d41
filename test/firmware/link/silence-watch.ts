import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ProcessorWait } from '../../../firmware/link/processor-wait.ts';
import { SilenceWatch } from '../../../firmware/link/silence-watch.ts';

const silence = suite('silence watch');
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Observed {
  readonly watch: SilenceWatch;
  readonly told: () => number;
}

function observed(waitOf?: () => ProcessorWait): Observed {
  let told = 0;
  const watch = new SilenceWatch(() => {
    told += 1;
  }, waitOf);
  return { watch, told: () => told };
}

silence('tells once of a process that says nothing', async () => {
  const { watch, told } = observed();
  watch.begin(50);
  await pause(1_500);
  assert.is(told(), 1);
  watch.heard();
  await pause(700);
  assert.is(told(), 1);
});

silence('is put off by whatever is heard', async () => {
  const { watch, told } = observed();
  watch.begin(300);
  for (let beat = 0; beat < 10; beat += 1) {
    await pause(100);
    watch.heard();
  }
  assert.is(told(), 0);
  await pause(1_500);
  assert.is(told(), 1);
});

silence('waits from now on as long as it was told last', async () => {
  const { watch, told } = observed();
  watch.begin(100);
  watch.heard(1_200);
  await pause(900);
  assert.is(told(), 0);
  watch.heard(50);
  await pause(1_200);
  assert.is(told(), 1);
  watch.heard(50);
  await pause(700);
  assert.is(told(), 1, 'an ended watch stays ended');
});

silence('does not count the time in which this process was held up', async () => {
  const { watch, told } = observed();
  watch.begin(100);
  for (const end = Date.now() + 500; Date.now() < end; );
  // What the other process sent meanwhile is read after the timers.
  setImmediate(() => watch.heard());
  await pause(120);
  assert.is(told(), 0);
  await pause(1_500);
  assert.is(told(), 1);
});

silence('tells nothing once stopped, and begins anew', async () => {
  const { watch, told } = observed();
  watch.begin(50);
  watch.stop();
  await pause(800);
  assert.is(told(), 0);
  watch.begin(10_000);
  watch.begin(50);
  await pause(1_500);
  assert.is(told(), 1);
});

/** A process that has waited for a processor all the time since it was last asked. */
function starved(): ProcessorWait {
  let last = performance.now();
  return () => {
    const now = performance.now();
    const wait = now - last;
    last = now;
    return wait;
  };
}

silence('does not count the time in which the process got no processor', async () => {
  const { watch, told } = observed(starved);
  watch.begin(50);
  await pause(2_000);
  assert.is(told(), 0);
  watch.heard();
  watch.stop();
});

silence('counts the rest of a time in which the process got a processor now and then', async () => {
  const half = (): ProcessorWait => {
    const wait = starved();
    return () => wait() / 2;
  };
  const { watch, told } = observed(half);
  watch.begin(50);
  await pause(3_000);
  assert.is(told(), 1);
});

silence.run();
