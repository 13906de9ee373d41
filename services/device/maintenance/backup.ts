import { Fault } from '../../faults/fault.ts';
import type { BackupFile } from '../../generated/tt.ts';
import type { Attachments } from '../../http/attachments.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { DeviceFeature } from '../feature.ts';
import { backupLimit, type Maintenance } from './maintenance.ts';
import type { UploadPlaces } from './upload-places.ts';

type Names = 'GetSystemBackup' | 'RestoreSystem' | 'StartSystemRestore';

interface BackupParts {
  readonly maintenance: Maintenance;
  readonly uploads: UploadPlaces;
  readonly identity: { readonly serialNumber: string };
}

/** Path at which a backup is uploaded, before the name of a place. */
export const restorePath = '/onvif/system-restore';
export const backupType = 'application/octet-stream';

/** Name of the file: a plain relative one, which clients put into an archive. */
export function backupName({ serialNumber }: BackupParts['identity']): string {
  return `vedette-${serialNumber}.backup`;
}

function attachmentsOf({ attachments }: RequestContext): Attachments {
  if (attachments === undefined) throw new Error('an operation with files was called without them');
  return attachments;
}

/** The files that the request names and brings, in the order of the request. */
async function filesOf(wanted: readonly BackupFile[], attachments: Attachments): Promise<readonly Buffer[]> {
  const found = new Map<string, Buffer>();
  for await (const { href, body } of attachments.read(backupLimit)) {
    const chunks: Buffer[] = [];
    for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
    found.set(href, Buffer.concat(chunks));
  }
  return wanted.map(({ Data }) => {
    const bytes = found.get(Data.Include.href);
    if (bytes === undefined) throw new Fault('InvalidArgs', 'Invalid Args: a file that the message names is missing');
    return bytes;
  });
}

/**
 * Backup and restore of the settings (ONVIF Core, GetSystemBackup, RestoreSystem and StartSystemRestore). Names of files are
 * ignored, since ODM sends them back with a leading slash.
 */
export function backupFeature({ maintenance, uploads, identity }: BackupParts): DeviceFeature<Names> {
  return {
    capabilities: {},
    handlers: {
      GetSystemBackup: async (_request, context) => {
        const attachments = attachmentsOf(context);
        const Data = attachments.add(await maintenance.backup(), backupType);
        return { BackupFiles: [{ Name: backupName(identity), Data }] };
      },
      RestoreSystem: async ({ BackupFiles }, context) => {
        const files = await filesOf(BackupFiles, attachmentsOf(context));
        const [bytes, second] = files;
        if (bytes === undefined || second !== undefined)
          throw new Fault('InvalidBackupFile', 'A backup of this camera is one file');
        await maintenance.restore(bytes);
        return {};
      },
      StartSystemRestore: (_request, { origin }) => ({
        UploadUri: `${origin}${restorePath}/${uploads.open()}`,
        ExpectedDownTime: 'PT10S',
      }),
    },
  };
}
