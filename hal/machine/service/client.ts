import { connect } from 'node:net';
import { HalError, type HalErrorKind } from '../../ports/hal-error.ts';
import type { MachineAnswer, MachineRequest } from './requests.ts';

/** Socket of the root service. */
export const machineSocket = '/run/vedette-machine/socket';

/** Milliseconds for an answer; a service of systemd that is not running is started meanwhile. */
const limit = 30_000;

const kinds: readonly HalErrorKind[] = ['busy', 'gone', 'unsupported', 'out-of-range', 'io'];

function checked(text: string): void {
  const answer = JSON.parse(text) as MachineAnswer;
  if (answer.ok) return;
  throw new HalError(kinds.find((kind) => kind === answer.kind) ?? 'io', answer.reason);
}

/** Asks the root service once. Rejects with HalError. */
export function askMachine(request: MachineRequest, path: string = machineSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(path).setEncoding('utf8');
    const fail = (reason: string, cause?: unknown): void => {
      socket.destroy();
      reject(new HalError('io', `the machine service ${reason}`, { cause }));
    };
    socket.setTimeout(limit, () => fail('does not answer'));
    socket.on('error', (error) => fail('cannot be reached', error));
    socket.on('close', () => fail('ended without an answer'));
    socket.on('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (!text.includes('\n')) return;
      socket.destroy();
      try {
        checked(text);
        resolve();
      } catch (error) {
        reject(error);
      }
    });
  });
}
