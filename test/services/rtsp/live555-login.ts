import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type RunningServer, startServer } from './running-server.ts';

const live555 = suite('login by the rules of live555');

let running: RunningServer;

live555.before(async () => {
  running = await startServer({}, 60, { fed: true });
});
live555.after(() => running.stop());

function play(user: string, password: string): Promise<unknown> {
  const uri = new URL(running.uri('Profile1'));
  uri.username = user;
  uri.password = password;
  const player = new URL('../../peers/clients/live555.js', import.meta.url).pathname;
  return promisify(execFile)(process.execPath, [player, uri.href], { timeout: 30_000 });
}

live555('plays with one nonce for all its requests', async () => {
  await play('admin', 'secret123');
});

live555('ends at the second challenge of a wrong password', async () => {
  const failure = await play('admin', 'wrong').then(
    () => '',
    (error: Error) => error.message,
  );
  assert.match(failure, /DESCRIBE: RTSP\/1\.0 401/);
});

live555.run();
