// RTSP server that plays the clip which VEDETTE_CLIP names, as a process of its own: prints its port, serves until it is killed.
import { pino } from 'pino';
import { clip } from '../../../hal/boards/clip.ts';
import { createMediaEngine } from '../../../hal/gstreamer/media-engine.ts';
import { mainEncoder, mediaState } from '../../hal/running-engine.ts';
import { startServer } from '../../services/rtsp/running-server.ts';

/** The clip has no sound. */
const silent = { audioSources: [], audioEncoders: [], audioOutputs: [] };
const engine = createMediaEngine({
  board: clip,
  log: pino({ level: 'warn' }, process.stderr),
  onEvent: () => undefined,
});
await engine.apply(mediaState([mainEncoder, { ...mainEncoder, id: 'VideoEncoder2' }], silent));
const { port } = await startServer({}, 60, { engine });
process.stdout.write(`${port}\n`);
