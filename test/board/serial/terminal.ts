import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { SerialPeer } from '../../../hal/virtual/serial-pair.ts';

/**
 * Program that opens a terminal pair, prints the name of the camera's end and copies bytes between the other end and its standard
 * streams. It keeps the camera's end open, so that reopening the port is no hang-up.
 */
const program = `
import os, select, sys, tty
master, slave = os.openpty()
tty.setraw(slave)
sys.stdout.write(os.ttyname(slave) + "\\n")
sys.stdout.flush()
while True:
    for ready in select.select([master, 0], [], [])[0]:
        data = os.read(ready, 4096)
        if not data: sys.exit(0)
        os.write(1 if ready == master else master, data)
`;

export interface Terminal {
  readonly path: string;
  readonly peer: SerialPeer;
  end(): void;
}

/** Pair of pseudo-terminals: one end is a serial port, the other the device on its cable. */
export async function openTerminal(): Promise<Terminal> {
  const child = spawn('python3', ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => undefined);
  const [name] = (await once(child.stdout, 'data')) as [Buffer];
  const end = (): void => {
    child.kill('SIGKILL');
  };
  return {
    path: name.toString().trim(),
    peer: {
      write: (bytes) => {
        child.stdin.write(bytes);
      },
      onData(listener) {
        child.stdout.on('data', listener);
      },
      unplug: end,
    },
    end,
  };
}
