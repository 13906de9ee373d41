import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findServiceManager } from '../../../hal/system/service-manager.ts';

const managers = suite('service manager');

/** Prints what arrives at a datagram socket, as systemd reads it; answers the barrier that closes each message. */
const receiver = `
import array, os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('bound', flush=True)
while True:
    data, ancillary, _, _ = s.recvmsg(4096, 4096)
    for level, kind, value in ancillary:
        for one in array.array('i', value[: len(value) - len(value) % 4]):
            os.close(one)
    print(data.decode().replace('\\n', ' '), flush=True)
`;

async function withReceiver(act: (path: string, heard: () => string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-notify-'));
  const child = spawn('python3', ['-c', receiver, join(folder, 'notify')], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  try {
    await once(child.stdout, 'data');
    await act(join(folder, 'notify'), () => text);
  } finally {
    child.kill();
    rmSync(folder, { recursive: true });
  }
}

managers('hears that the device serves, and that it is well', async () => {
  await withReceiver(async (path, heard) => {
    const before = process.env.NOTIFY_SOCKET;
    process.env.NOTIFY_SOCKET = path;
    const manager = findServiceManager({ NOTIFY_SOCKET: path, WATCHDOG_USEC: '120000000' });
    await manager.ready('serving');
    await manager.alive();
    assert.match(heard(), /READY=1.*STATUS=serving/s);
    assert.match(heard(), 'WATCHDOG=1');
    assert.is(manager.interval, 30_000);
    if (before === undefined) delete process.env.NOTIFY_SOCKET;
  });
});

managers('wants to hear nothing where there is none', async () => {
  const manager = findServiceManager({});
  assert.is(manager.interval, undefined);
  await manager.ready('serving');
  await manager.alive();
});

managers('has no interval where it does not watch', () => {
  assert.is(findServiceManager({ NOTIFY_SOCKET: '/run/nothing' }).interval, undefined);
});

if (spawnSync('systemd-notify', ['--version']).error === undefined) managers.run();
else process.stdout.write('skip: service manager: systemd is not installed\n');
