import '../log/source-places.ts';
import type { Socket } from 'node:net';
import type { Board } from '../../hal/boards/board.ts';
import { patient } from '../../hal/system/patience.ts';
import { type FromMedia, heartbeat, logLineLimit, type ToMedia } from '../link/channel.ts';
import { createLog } from '../log/log.ts';
import { MediaProcess } from './media-process.ts';

/** Program of the media process. The supervisor starts it, and it ends with the control process. Usage: main.js BOARD-AS-JSON RELAY */
const tell = (message: FromMedia): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
};

const log = createLog('media', (line) => tell({ kind: 'log', line: line.slice(0, logLineLimit) }));
const [, , boardText, relayPath] = process.argv;
if (boardText === undefined || relayPath === undefined || process.send === undefined) {
  log.error('the media process is started by the control process');
  process.exit(2);
}

const board = JSON.parse(boardText) as Board;

const media = new MediaProcess({ board, log, tell, relayPath });

const end = async (): Promise<void> => {
  // The process ends even where a driver hangs.
  setTimeout(() => process.exit(0), patient(800)).unref();
  await media.stop().catch((error: unknown) => log.error({ err: error }, 'stopping failed'));
  process.exit(0);
};

process.on('message', (message, handle) => {
  const received = message as ToMedia;
  if (received.kind === 'stop') void end();
  else if (received.kind === 'connection') media.accept(handle as Socket | undefined, received.handed);
  else media.take(received);
});
process.on('disconnect', () => void end());
// The control process may have died while this one was loading: that event came before anybody listened.
if (!process.connected) void end();
// Ctrl-C in a terminal reaches both processes; the control process decides when to stop.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => void end());
const beat = (): void => {
  const next = media.hasSessions ? heartbeat.interval : heartbeat.idle;
  tell({ kind: 'heartbeat', next });
  setTimeout(beat, next);
};
beat();
