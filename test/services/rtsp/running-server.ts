import { pino } from 'pino';
import type { MediaEngine } from '../../../hal/ports/media-engine.ts';
import { createAttemptLimiter } from '../../../services/auth/attempts.ts';
import { createDigestAuthority, digestSecrets } from '../../../services/auth/digest.ts';
import type { SessionEvent } from '../../../services/plan/session-event.ts';
import type { RtspLimits } from '../../../services/rtsp/limits.ts';
import { RtspServer } from '../../../services/rtsp/server.ts';
import type { Presentation, RtspServerOptions, Track } from '../../../services/rtsp/server-options.ts';
import { startEngine, streamOf } from '../../hal/running-engine.ts';
import { FedStream } from './fed-stream.ts';

export interface RunningServer {
  readonly engine: MediaEngine;
  readonly server: RtspServer;
  readonly port: number;
  readonly events: SessionEvent[];
  /** What the paths play; tests may change it. */
  readonly presentations: Map<string, Presentation>;
  readonly uri: (path: string) => string;
  stop(): Promise<void>;
}

const realm = 'Vedette test';

interface ServerSettings {
  readonly speakers?: RtspServerOptions['speakers'];
  readonly host?: string;
  /** Without camera and encoder: what plays are frames of the test's own. */
  readonly fed?: boolean;
  /** Another engine than the virtual board's, with the same streams. */
  readonly engine?: MediaEngine;
}

/** An RTSP server over the engine of the virtual board: `Profile1` (720p), `Profile2` (360p), `Both` (two tracks). */
export async function startServer(
  limits: Partial<RtspLimits> = {},
  sessionTimeout = 60,
  { speakers, host = '127.0.0.1', fed = false, engine: given }: ServerSettings = {},
): Promise<RunningServer> {
  const engine = given ?? (await startEngine());
  const feeds = fed ? ['VideoEncoder1', 'VideoEncoder2'].map((id) => new FedStream(id)) : [];
  const tracks = ['VideoEncoder1', 'VideoEncoder2'].map(
    (id, index): Track => ({
      control: `track${index + 1}`,
      kind: 'video',
      stream: feeds[index] ?? streamOf(engine, id),
      multicast: undefined,
      srtp: 'NONE',
    }),
  );
  const [main, sub] = tracks;
  if (main === undefined || sub === undefined) throw new Error('two streams are needed');
  const common = { sessionTimeout, delivery: 'unicast', backchannel: undefined } as const;
  const presentations = new Map<string, Presentation>([
    ['Profile1', { ...common, name: 'main', tracks: [main] }],
    ['Profile2', { ...common, name: 'sub', tracks: [{ ...sub, control: 'track1' }] }],
    ['Both', { ...common, name: 'both', tracks }],
  ]);
  const users = [
    { name: 'admin', level: 'Administrator', ha1: digestSecrets('admin', realm, 'secret123') },
    { name: 'viewer', level: 'User', ha1: digestSecrets('viewer', realm, 'secret456') },
  ] as const;
  const authority = createDigestAuthority({ realm, users: () => users });
  const events: SessionEvent[] = [];
  const server = new RtspServer({
    transports: engine,
    speakers: speakers ?? engine,
    presentation: (path) => presentations.get(path),
    authority: () => authority,
    attempts: createAttemptLimiter(),
    log: pino({ level: 'silent' }),
    onSession: (event) => events.push(event),
    limits,
  });
  const { port } = await server.listen(0, host);
  const stop = async (): Promise<void> => {
    await server.stop();
    for (const feed of feeds) feed.close();
    await engine.stop();
  };
  return {
    engine,
    server,
    port,
    events,
    presentations,
    uri: (path) => `rtsp://${host.includes(':') ? `[${host}]` : host}:${port}/${path}`,
    stop,
  };
}
