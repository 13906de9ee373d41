import { createServer, type Server, type Socket } from 'node:net';
import { HalError, reasonOf } from '../../ports/hal-error.ts';
import { type MachineAnswer, type MachineRequest, requestLimit, requestSchema } from './requests.ts';

type CarryOut = (request: MachineRequest) => Promise<void>;

async function answerTo(line: string, carryOut: CarryOut): Promise<MachineAnswer> {
  let request: MachineRequest;
  try {
    request = requestSchema.parse(JSON.parse(line));
  } catch {
    return { ok: false, kind: 'out-of-range', reason: 'the request is malformed' };
  }
  try {
    await carryOut(request);
    return { ok: true };
  } catch (error) {
    return { ok: false, kind: error instanceof HalError ? error.kind : 'io', reason: reasonOf(error) };
  }
}

/** Requests of one connection, one JSON text a line, answered in their order. */
function serve(socket: Socket, carryOut: CarryOut): void {
  let text = '';
  let work: Promise<void> = Promise.resolve();
  socket.setEncoding('utf8');
  socket.on('error', () => undefined);
  socket.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > requestLimit) {
      socket.destroy();
      return;
    }
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines)
      work = work.then(async () => {
        const answer = await answerTo(line, carryOut);
        socket.write(`${JSON.stringify(answer)}\n`);
      });
  });
}

/** Server of the root service. `idle` is called when the last connection has closed. */
export function lineServer(carryOut: CarryOut, idle: () => void): Server {
  let open = 0;
  // Requests of all connections run one after another.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn: CarryOut = (request) => {
    const done = turn.then(() => carryOut(request));
    turn = done.catch(() => undefined);
    return done;
  };
  return createServer((socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
      if (open === 0) idle();
    });
    serve(socket, inTurn);
  });
}
