import { UpdateError } from '../../../hal/ports/update.ts';
import type { Route, RouteReply, RouteRequest } from '../../http/route.ts';
import type { UploadPlaces } from '../maintenance/upload-places.ts';
import type { Upgrade } from './upgrade.ts';
import { upgradePath } from './upgrade-feature.ts';

function text(status: number, body: string): RouteReply {
  return { status, type: 'text/plain; charset=utf-8', body: `${body}\n` };
}

interface UpgradeRouteParts {
  readonly upgrade: Upgrade;
  readonly uploads: UploadPlaces;
}

async function receive({ upgrade, uploads }: UpgradeRouteParts, { subPath, body }: RouteRequest): Promise<RouteReply> {
  if (!uploads.isOpen(subPath)) return text(404, 'StartFirmwareUpgrade tells where to upload, for ten minutes');
  try {
    const version = await upgrade.take(body, 'StartFirmwareUpgrade');
    uploads.close(subPath);
    return text(200, `Version ${version} is written; the camera restarts.`);
  } catch (error) {
    if (!(error instanceof UpdateError)) throw error;
    return text(error.blamesFile ? 415 : 500, error.message);
  }
}

interface UploadParts {
  /** undefined on a device that is not upgraded. */
  readonly upgrade: Upgrade | undefined;
  readonly uploads: UploadPlaces;
}

/** Room for the head of a bundle beside its payload. */
const headRoom = 64 * 1024;

/**
 * POST of a new firmware. A file that the device does not take is answered 415, an error of the device 500 (ONVIF Core,
 * StartFirmwareUpgrade), without a restart.
 */
export function upgradeRoutes({ upgrade, uploads }: UploadParts): readonly Route[] {
  if (upgrade === undefined) return [];
  return [
    {
      path: upgradePath,
      access: 'UNRECOVERABLE',
      limit: upgrade.limit + headRoom,
      methods: { POST: (request) => receive({ upgrade, uploads }, request) },
    },
  ];
}
