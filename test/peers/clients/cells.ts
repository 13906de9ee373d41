import type { ConfiguredCamera } from './configured-camera.ts';
import { ffmpeg } from './ffmpeg.ts';
import { gstreamer } from './gstreamer.ts';
import type { Amount, Client, Codec, Outcome, Transport } from './matrix.ts';
import { runClient } from './run-client.ts';
import { vlc } from './vlc.ts';
import { startBridge } from './web-socket-bridge.ts';

export const clients: readonly Client[] = [ffmpeg, gstreamer, vlc];

/** One client at a transport; by multicast two at once (STR-02). */
function receivers(transport: Transport): readonly number[] {
  return transport === 'multicast' ? [1, 2] : [1];
}

/** What came out of one cell: the camera plays `codec` already. */
export async function runCell(
  camera: ConfiguredCamera,
  client: Client,
  transport: Transport,
  codec: Codec,
  amount: Amount,
): Promise<Outcome> {
  const place = await placeOf(camera, transport).catch((error: Error) => error.message);
  if (typeof place === 'string') return { kind: 'not offered', message: place };
  try {
    const outcomes = await Promise.all(
      receivers(transport).map(async (): Promise<Outcome> => {
        const command = client.command({ transport, codec, uri: place.uri, amount });
        return typeof command === 'string' ? { kind: 'not spoken', message: command } : runClient(command);
      }),
    );
    const [first] = outcomes;
    const worst = outcomes.find(({ kind }) => kind !== 'works') ?? first;
    return worst ?? { kind: 'failed', message: 'nobody received' };
  } finally {
    place.release();
  }
}

interface Place {
  readonly uri: URL;
  release(): void;
}

/** Where the client connects to: for a WebSocket the local end of a bridge. */
async function placeOf(camera: ConfiguredCamera, transport: Transport): Promise<Place> {
  const uri = await camera.uri(transport);
  if (transport !== 'websocket' && transport !== 'wss') return { uri, release: () => undefined };
  const bridge = await startBridge(await camera.webSocket(transport));
  uri.host = `127.0.0.1:${bridge.port}`;
  return { uri, release: () => bridge.stop() };
}
