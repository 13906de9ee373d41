import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { Supervisor } from '../../firmware/link/supervisor.ts';
import { makeCertificate } from '../../firmware/tls/self-signed-certificate.ts';
import { virtual } from '../../hal/boards/virtual.ts';
import { createHandOver } from '../../services/handover/hand-over.ts';
import { createHttpServer } from '../../services/http/http-server.ts';
import type { DesiredMedia } from '../../services/plan/desired-media.ts';
import { secureContext } from '../../services/security/tls-server/secure-context.ts';
import { temporaryFolder } from './temporary-folder.ts';

const nothing: DesiredMedia = {
  media: { sources: [], encoders: [], audioSources: [], audioEncoders: [], metadata: [], audioOutputs: [] },
  paths: [],
  multicast: [],
  realm: 'test',
  wallClock: { offset: 0, zone: 'UTC0' },
  digestAlgorithms: ['MD5'],
  users: [],
  rtsp: { addresses: [], port: 0, pacing: 0, tls: undefined },
};

export interface WebWithEcho {
  readonly http: number;
  readonly https: number;
  readonly supervisor: Supervisor;
  close(): Promise<void>;
}

/** Answers with the length of the body. */
function count(request: IncomingMessage, response: ServerResponse): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  request.on('end', () => response.end(`${request.method} ${bytes} bytes`));
}

/** A web server whose RTSP connections go to another process, which sends back whatever comes. */
export async function startWebWithEcho(): Promise<WebWithEcho> {
  const program = fileURLToPath(new URL('./echo-media.js', import.meta.url));
  const supervisor = new Supervisor({
    board: virtual,
    data: temporaryFolder(),
    log: pino({ level: 'silent' }),
    program,
  });
  const server = createHttpServer({ handler: count, divert: createHandOver(supervisor.handovers) });
  await supervisor.start(nothing);
  const context = secureContext({ identity: makeCertificate('camera', ['127.0.0.1']), versions: ['1.2', '1.3'] });
  return {
    http: await server.listen(0, '127.0.0.1'),
    https: await server.listenTls(0, '127.0.0.1', () => ({ context })),
    supervisor,
    close: async () => {
      await Promise.all([server.close(), supervisor.stop()]);
    },
  };
}

/** An open connection to one of its ports. */
export async function open(port: number, secure: boolean): Promise<Socket> {
  const socket = secure
    ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
    : connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined).setNoDelay(true);
  await once(socket, secure ? 'secureConnect' : 'connect');
  return socket;
}

/** What arrives on a connection, to be waited for. */
export class Received {
  #bytes: Buffer = Buffer.alloc(0);
  #closed = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
      this.#wake();
    });
    socket.once('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  /** Resolves when so many bytes are there, or the connection has closed. */
  async atLeast(length: number): Promise<Buffer> {
    while (this.#bytes.length < length && !this.#closed) await this.#more();
    return this.#bytes;
  }

  /** Takes everything up to and with this text away; resolves with it, or with all there was before the end. */
  async until(end: string): Promise<string> {
    while (!this.#bytes.includes(end) && !this.#closed) await this.#more();
    const at = this.#bytes.indexOf(end);
    const cut = at < 0 ? this.#bytes.length : at + end.length;
    const text = this.#bytes.toString('latin1', 0, cut);
    this.#bytes = this.#bytes.subarray(cut);
    return text;
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
