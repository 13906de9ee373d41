import { pino } from 'pino';
import { openVideoCapture } from '../../../hal/gstreamer/capture/capture.ts';
import { engineLimits } from '../../../hal/gstreamer/pipeline/engine-limits.ts';
import { addon } from '../../../hal/native/addon.ts';
import { noMasks } from '../../../hal/ports/media-engine.ts';

/**
 * Captures from libcamera until it is killed, and writes what happens as lines of JSON: libcamera 0.0.3 of Debian may hang or crash
 * when it stops. Arguments: width, height, name of a camera.
 */
const [width, height, camera] = process.argv.slice(2);
const line = (what: object): boolean => process.stdout.write(`${JSON.stringify(what)}\n`);
const log = pino({ level: 'info' }, { write: (text) => line({ log: JSON.parse(text) }) });
const state = { id: 'Captured', width: Number(width), height: Number(height), frameRate: 30, masks: noMasks };
addon.setMasks(state.id, noMasks);
const capture = openVideoCapture({ driver: 'libcamera', ...(camera === undefined ? {} : { camera }) }, state, {
  limits: engineLimits,
  log,
  onEvent: (event) => line({ event }),
});
capture.use();
addon.takeFrame('Captured', (frame) => line({ bytes: frame?.length }));
setInterval(() => line({ progress: addon.progress('Captured') }), 250);
