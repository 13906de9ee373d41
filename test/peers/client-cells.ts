// time limit: 240 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clients, runCell } from './clients/cells.ts';
import { ConfiguredCamera } from './clients/configured-camera.ts';
import { ffmpeg } from './clients/ffmpeg.ts';
import { gstreamer } from './clients/gstreamer.ts';
import type { Client, Codec, Transport } from './clients/matrix.ts';

const cells = suite('client cells');

/** Enough to see a stream go on; scripts/client-table sees more of each. */
const amount = { frames: 100, seconds: 2, documents: 2 };

let camera: ConfiguredCamera;

cells.before(async () => {
  for (const client of clients) client.prepare?.();
  camera = await ConfiguredCamera.start();
});

cells.after(async () => {
  await camera.stop();
});

type Cell = readonly [client: Client, transport: Transport, codec: Codec];

/** Lets the camera play the codecs of all cells, then runs the cells at once. */
async function decode(...row: readonly Cell[]): Promise<void> {
  for (const codec of new Set(row.map(([, , one]) => one))) await camera.play(codec);
  const failures = await Promise.all(
    row.map(async ([client, transport, codec]) => {
      const outcome = await runCell(camera, client, transport, codec, amount);
      return outcome.kind === 'works'
        ? []
        : [`${client.name}, ${transport}, ${codec}: ${outcome.kind}: ${outcome.message}`];
    }),
  );
  assert.equal(failures.flat(), []);
}

// shows STR-01, STR-02, STR-03, STR-11, COD-02, COD-10
cells('H.264 over UDP, interleaved and by multicast at once, with G.711 mu-law', () =>
  decode(
    [ffmpeg, 'udp', 'H264'],
    [gstreamer, 'tcp', 'H264'],
    [ffmpeg, 'multicast', 'H264'],
    [gstreamer, 'udp', 'PCMU'],
  ),
);

// shows STR-05, STR-05b, STR-08, STR-90, STR-91, STR-92, STR-93, COD-03, COD-10
cells('H.265 through the HTTP tunnel and WebSocket, with G.711 A-law', () =>
  decode([ffmpeg, 'http', 'H265'], [gstreamer, 'websocket', 'H265'], [ffmpeg, 'tcp', 'PCMA']),
);

// shows STR-06, STR-10, STR-60, COD-01, COD-11
cells('JPEG behind TLS: RTSPS, tunnel and WebSocket, with G.726', () =>
  decode([gstreamer, 'rtsps', 'JPEG'], [ffmpeg, 'https', 'JPEG'], [ffmpeg, 'wss', 'JPEG'], [ffmpeg, 'udp', 'G726']),
);

// shows STR-09, STR-101, STR-70, STR-71, COD-12
cells('H.264 by SRTP, AAC and metadata', () =>
  decode([gstreamer, 'srtp', 'H264'], [gstreamer, 'tcp', 'mpeg4-generic'], [ffmpeg, 'udp', 'metadata']),
);

cells.run();
