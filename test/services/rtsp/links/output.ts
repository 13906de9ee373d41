import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { transports } from '../../../../hal/native/transports.ts';
import { LinkOutput } from '../../../../services/rtsp/links/output.ts';

const output = suite('rtsp/links/output');
const chunk = Buffer.alloc(10_000, 1);

interface Ends {
  readonly ours: Socket;
  readonly peer: Socket;
}

/** A connection whose peer does not read, with less in the queue than what brings a `drain`. */
async function slowPeer(): Promise<Ends & { readonly queued: number }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const peer = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  const [ours] = (await once(server, 'connection')) as [Socket];
  server.close();
  let queued = 0;
  for (; ours.writableLength === 0; queued += chunk.length) ours.write(chunk);
  assert.ok(ours.writableLength < ours.writableHighWaterMark, `${ours.writableLength} octets wait`);
  return { ours, peer, queued };
}

const outputOf = ({ ours }: Ends): LinkOutput =>
  new LinkOutput(ours, { transports, queueBytes: 65_536, framing: 'none' }, () => undefined);

output('hands over once the little that waits has left, and what comes then comes behind it', async () => {
  const ends = await slowPeer();
  const link = outputOf(ends);
  const adopted = link.adopt();
  let received = Buffer.alloc(0);
  ends.peer.on('data', (bytes: Buffer) => {
    received = Buffer.concat([received, bytes]);
  });
  ends.peer.resume();
  await adopted;
  link.send(Buffer.from('behind'));
  link.close();
  await once(ends.peer, 'close');
  assert.is(received.length, ends.queued + 6);
  assert.is(received.toString('latin1', ends.queued), 'behind');
});

output('hands nothing over when it was closed meanwhile', async () => {
  const ends = await slowPeer();
  const link = outputOf(ends);
  const adopted = link.adopt();
  link.close();
  ends.peer.resume();
  await adopted.then(
    () => assert.unreachable('a descriptor that nobody would close'),
    (error: unknown) => assert.instance(error, Error),
  );
  ends.peer.destroy();
});

output.run();
