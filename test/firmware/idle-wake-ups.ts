import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startCamera } from './running-camera.ts';

const idle = suite('a camera that nobody watches');

/** Seconds until the encoder that the start tried has stopped, and of the measurement. */
const [settling, measured] = [12, 6];

/** Times that the main thread of a process has gone to sleep by itself. */
function sleeps(pid: number): number {
  return Number(
    /^voluntary_ctxt_switches:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/task/${pid}/status`, 'utf8'))?.[1],
  );
}

// The control process hears the discovery of cameras in other suites; `scripts/bench small` measures it alone.
idle('wakes its media process five times a second at most', async () => {
  const camera = await startCamera([]);
  try {
    await wait(settling * 1000);
    const before = sleeps(camera.summary.mediaPid);
    await wait(measured * 1000);
    const rate = (sleeps(camera.summary.mediaPid) - before) / measured;
    assert.ok(rate > 0 && rate <= 5, `${rate} wake-ups a second`);
  } finally {
    await camera.stop();
  }
});

idle.run();
