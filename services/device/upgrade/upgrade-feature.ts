import { UpdateError } from '../../../hal/ports/update.ts';
import { Fault } from '../../faults/fault.ts';
import type * as tds from '../../generated/tds.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { notOffered } from '../../soap/service.ts';
import type { DeviceFeature } from '../feature.ts';
import type { UploadPlaces } from '../maintenance/upload-places.ts';
import type { Upgrade } from './upgrade.ts';

type Names = 'StartFirmwareUpgrade' | 'UpgradeSystemFirmware';

interface UpgradeParts {
  /** undefined on a device that cannot be upgraded. */
  readonly upgrade: Upgrade | undefined;
  readonly uploads: UploadPlaces;
}

/** Path at which a new firmware is uploaded, before the name of a place. */
export const upgradePath = '/onvif/firmware-upgrade';

/** Fault of the standard for a refused file or a failed device. */
function faultOf(error: unknown): unknown {
  if (!(error instanceof UpdateError)) return error;
  if (error.blamesFile) return new Fault('InvalidFirmware', error.message);
  return new Fault('FirmwareUpgradeFailed', error.message);
}

/** Takes the file that the message names. */
async function takeFile(
  upgrade: Upgrade,
  { Firmware }: tds.UpgradeSystemFirmware,
  { attachments }: RequestContext,
): Promise<string> {
  if (attachments === undefined) throw new Error('an operation with files was called without them');
  for await (const { href, body } of attachments.read(upgrade.limit))
    if (href === Firmware.Include.href) return upgrade.take(body, 'UpgradeSystemFirmware');
  throw new Fault('InvalidArgs', 'Invalid Args: the file that the message names is missing');
}

/** Upgrade of the firmware, by HTTP and, for older clients, within the message (ONVIF Core, StartFirmwareUpgrade). */
export function upgradeFeature({ upgrade, uploads }: UpgradeParts): DeviceFeature<Names> {
  if (upgrade === undefined) {
    const none = notOffered('the firmware of this device is not updated by itself');
    return { capabilities: {}, handlers: { StartFirmwareUpgrade: none, UpgradeSystemFirmware: none } };
  }
  return {
    capabilities: {},
    handlers: {
      StartFirmwareUpgrade: (_request, { origin }) => {
        if (upgrade.isBusy) throw new Fault('Action', 'Action Failed: another upgrade is under way');
        return {
          UploadUri: `${origin}${upgradePath}/${uploads.open()}`,
          UploadDelay: 'PT0S',
          ExpectedDownTime: `PT${upgrade.downTime}S`,
        };
      },
      UpgradeSystemFirmware: async (request, context) => {
        try {
          const version = await takeFile(upgrade, request, context);
          return { Message: `Version ${version} is written; the camera restarts.` };
        } catch (error) {
          throw faultOf(error);
        }
      },
    },
  };
}
