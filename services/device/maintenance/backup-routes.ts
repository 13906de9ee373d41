import type { Readable } from 'node:stream';
import { Fault } from '../../faults/fault.ts';
import type { Route, RouteReply } from '../../http/route.ts';
import { backupName, backupType, restorePath } from './backup.ts';
import { backupLimit, type Maintenance } from './maintenance.ts';
import type { UploadPlaces } from './upload-places.ts';

/** Path at which a backup is downloaded. */
export const backupPath = '/onvif/system-backup';

async function bytesOf(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function text(status: number, body: string): RouteReply {
  return { status, type: 'text/plain; charset=utf-8', body: `${body}\n` };
}

interface BackupRouteParts {
  readonly maintenance: Maintenance;
  readonly uploads: UploadPlaces;
  readonly identity: { readonly serialNumber: string };
}

async function restore({ maintenance, uploads }: BackupRouteParts, place: string, body: Readable): Promise<RouteReply> {
  if (!uploads.isOpen(place)) return text(404, 'StartSystemRestore tells where to upload, for ten minutes');
  try {
    await maintenance.restore(await bytesOf(body));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return text(error.faultName === 'InvalidBackupFile' ? 415 : 500, error.message);
  }
  uploads.close(place);
  return text(200, 'The settings are restored; the camera restarts.');
}

/** GET of a backup and POST of one to restore, over HTTP (ONVIF Core, GetSystemUris and StartSystemRestore). */
export function backupRoutes(parts: BackupRouteParts): readonly Route[] {
  const headers = {
    'Content-Disposition': `attachment; filename="${backupName(parts.identity)}"`,
    'Cache-Control': 'no-store',
  };
  return [
    {
      path: backupPath,
      access: 'READ_SYSTEM_SECRET',
      methods: {
        GET: async () => ({ status: 200, type: backupType, body: await parts.maintenance.backup(), headers }),
      },
    },
    {
      path: restorePath,
      access: 'UNRECOVERABLE',
      limit: backupLimit,
      methods: { POST: ({ subPath, body }) => restore(parts, subPath, body) },
    },
  ];
}
