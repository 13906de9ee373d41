/**
 * A media process that plays nothing: it says how long each metadata document was, and dies of an empty one. Snapshots are the
 * encoder's name; VideoSource1 is dark, any other source is not there, and one that is called Silent is never answered.
 */
import type { FromMedia, ToMedia } from '../../firmware/link/channel.ts';

const tell = (message: FromMedia): void => {
  process.send?.(message);
};

process.on('message', (message) => {
  const received = message as ToMedia;
  if (received.kind === 'stop' || (received.kind === 'metadata' && received.document.length === 0)) process.exit(0);
  if (received.kind === 'metadata')
    tell({ kind: 'refused', reason: `${received.metadata} ${received.document.length}` });
});
process.on('message', (message) => {
  const received = message as ToMedia;
  if (received.kind === 'snapshot')
    tell({ kind: 'picture', request: received.request, picture: Buffer.from(received.encoder) });
  if (received.kind !== 'luma' || received.source === 'Silent') return;
  const { request, source } = received;
  if (source === 'VideoSource1') tell({ kind: 'luma', request, luma: 0.25 });
  else tell({ kind: 'no-picture', request, error: 'gone', reason: `no video source ${source}` });
});
process.on('disconnect', () => process.exit(0));
setInterval(() => tell({ kind: 'heartbeat', next: 500 }), 200);
tell({ kind: 'ready', rtspPort: 8554 });
