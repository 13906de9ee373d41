// time limit: 120 s
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../../../until.ts';
import { RtspClient } from '../rtsp-client.ts';
import { type RunningServer, startServer } from '../running-server.ts';
import { Watcher } from '../watcher.ts';

const stalled = suite('hostile/stalled readers');

let running: RunningServer;
let watcher: Watcher;

stalled.before(async () => {
  running = await startServer({ connections: 512, connectionsPerAddress: 256 }, 60, { fed: true });
  watcher = await Watcher.open(running);
});
stalled.after(async () => {
  watcher.close();
  await running.stop();
});

stalled('200 clients that stop reading cost a bounded amount of memory', async () => {
  const stopped: RtspClient[] = [];
  for (let index = 0; index < 200; index += 1) {
    const client = await RtspClient.open(running.port);
    await client.playInterleaved(running.uri('Profile1'));
    client.socket.pause();
    stopped.push(client);
  }
  const before = process.memoryUsage().rss;
  await new Promise((resolve) => setTimeout(resolve, 8000));
  // 200 queues of 1 MiB at most, and what the kernel holds does not count here.
  assert.ok(process.memoryUsage().rss - before < 260 * 1024 * 1024);
  await watcher.check();
  for (const client of stopped) client.close();
  await until(() => running.server.sessions.length === 1, 'the end of their sessions');
});

stalled.run();
