import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { StreamConnection } from '../../../hal/ports/rtp-stream.ts';
import { RtspConnection } from '../../../services/rtsp/connection.ts';
import { defaultLimits } from '../../../services/rtsp/limits.ts';
import type { Link, LinkEvents } from '../../../services/rtsp/links/link.ts';
import type { RtspReply } from '../../../services/rtsp/message.ts';
import { until } from '../../until.ts';

const connections = suite('connection');

/** A carrier whose client reads when the test says so. */
class RecordedLink implements Link {
  readonly kind = 'plain';
  readonly remoteAddress = '192.0.2.1';
  readonly localAddress = '192.0.2.2';
  readonly secure = false;
  readonly takesRequests = true;
  isPaused = false;
  isClosed = false;
  queuedBytes = 0;
  replies = 0;
  events: LinkEvents | undefined;

  start(events: LinkEvents): void {
    this.events = events;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  send(bytes: Uint8Array): boolean {
    this.queuedBytes += bytes.length;
    this.replies += 1;
    return true;
  }

  adopt(): Promise<StreamConnection> {
    return Promise.reject(new Error('no socket'));
  }

  close(): void {
    this.isClosed = true;
  }
}

const request = 'OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n';

function open(answer: () => Promise<RtspReply>): {
  link: RecordedLink;
  connection: RtspConnection;
  asked: () => number;
} {
  let asked = 0;
  const link = new RecordedLink();
  const log = pino({ level: 'silent' });
  const connection = new RtspConnection(link, log, defaultLimits, {
    request: () => {
      asked += 1;
      return answer();
    },
    frame: () => undefined,
    closed: () => undefined,
  });
  connection.start();
  return { link, connection, asked: () => asked };
}

connections('a client that asks and never reads is not read any further', async () => {
  const { link, asked } = open(() => Promise.resolve({ status: 200 }));
  let sent = 0;
  for (; !link.isPaused && sent < 100; sent += 1) {
    link.events?.data(Buffer.from(request.repeat(1000)));
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(sent < 100, 'it is paused');
  await until(() => link.queuedBytes > defaultLimits.replyBytes, 'answers that nobody reads');
  assert.ok(link.queuedBytes < defaultLimits.replyBytes + 1000, `${link.queuedBytes} bytes of answers wait`);
  const before = asked();
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.is(asked(), before, 'no request is answered meanwhile');
  const reading = setInterval(() => {
    link.queuedBytes = 0;
  }, 1);
  await until(() => asked() === sent * 1000, 'the answers to all requests');
  clearInterval(reading);
  await until(() => !link.isPaused, 'reading again');
});

connections('requests that wait for an earlier answer are bounded, and answered in the end', async () => {
  let release = (): void => undefined;
  const first = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { link, asked } = open(() => first.then(() => ({ status: 200 })));
  link.events?.data(Buffer.from(request));
  let waiting = 0;
  for (; !link.isPaused; waiting += request.length) link.events?.data(Buffer.from(request));
  assert.ok(waiting <= defaultLimits.pipelinedBytes + request.length);
  assert.is(asked(), 1);
  release();
  await until(() => asked() === 1 + waiting / request.length, 'all answers');
  await until(() => !link.isPaused, 'reading again');
});

connections('a part of a request is slow after its time, and not while an answer takes long', async () => {
  const { connection, link } = open(() => new Promise(() => undefined));
  link.events?.data(Buffer.from(request.slice(0, 10)));
  const later = performance.now() + defaultLimits.requestTime + 1;
  assert.ok(connection.isSlow(later));
  link.events?.data(Buffer.from(request.slice(10) + request.slice(0, 10)));
  assert.not.ok(connection.isSlow(later));
});

connections('each frame that ends starts the clock of the next one', () => {
  const { connection, link } = open(() => Promise.resolve({ status: 200 }));
  const frame = Buffer.from([0x24, 0, 0, 4, 1, 2, 3, 4]);
  link.events?.data(frame.subarray(0, 5));
  const begun = performance.now();
  while (performance.now() - begun < 5);
  link.events?.data(Buffer.concat([frame.subarray(5), frame.subarray(0, 5)]));
  assert.not.ok(connection.isSlow(begun + defaultLimits.requestTime + 2));
  assert.ok(connection.isSlow(performance.now() + defaultLimits.requestTime + 1));
});

connections.run();
