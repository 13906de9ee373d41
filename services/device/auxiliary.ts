import type { Auxiliary } from '../../hal/ports/auxiliary.ts';
import { auxiliaryCommands, sendAuxiliaryCommand } from '../deviceio/auxiliary-commands.ts';
import type { DeviceFeature } from './feature.ts';

/** Auxiliary commands of the device (ONVIF Core 8.7), the same as those of the PTZ service. */
export function auxiliaryFeature(auxiliary: Auxiliary): DeviceFeature<'SendAuxiliaryCommand'> {
  const commands = auxiliaryCommands(auxiliary);
  return {
    capabilities: commands.length > 0 ? { Misc: { AuxiliaryCommands: commands } } : {},
    handlers: {
      SendAuxiliaryCommand: async ({ AuxiliaryCommand }) => ({
        AuxiliaryCommandResponse: await sendAuxiliaryCommand(auxiliary, AuxiliaryCommand),
      }),
    },
  };
}
