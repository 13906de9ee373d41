import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { SerialPeer } from '../../../hal/virtual/serial-pair.ts';

/** Opens a terminal pair, names its end for the camera, and carries bytes between the other end and its own standard streams. */
const program = `
import os, select, sys, tty
master, slave = os.openpty()
tty.setraw(slave)
sys.stdout.write(os.ttyname(slave) + "\\n")
sys.stdout.flush()
if sys.stdin.readline() == "": sys.exit(0)
os.close(slave)
while True:
    for ready in select.select([master, 0], [], [])[0]:
        data = os.read(ready, 4096)
        if not data: sys.exit(0)
        os.write(1 if ready == master else master, data)
`;

export interface Terminal {
  readonly path: string;
  readonly peer: SerialPeer;
  /** The port is open now: from here on the pair ends when one of its ends does. */
  begin(): void;
  end(): void;
}

/** A pair of pseudo-terminals: one end is a serial port, the other the device on its cable. */
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
    begin: () => {
      child.stdin.write('\n');
    },
    end,
  };
}
