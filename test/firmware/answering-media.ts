/** A media process that plays nothing: it says how long each metadata document was, and dies of an empty one. */
import type { FromMedia, ToMedia } from '../../firmware/channel.ts';

const tell = (message: FromMedia): void => {
  process.send?.(message);
};

process.on('message', (message) => {
  const received = message as ToMedia;
  if (received.kind === 'stop' || (received.kind === 'metadata' && received.document.length === 0)) process.exit(0);
  if (received.kind === 'metadata')
    tell({ kind: 'refused', reason: `${received.metadata} ${received.document.length}` });
});
process.on('disconnect', () => process.exit(0));
setInterval(() => tell({ kind: 'heartbeat' }), 200);
tell({ kind: 'ready', rtspPort: 8554 });
