import type { DeviceFeature } from '../feature.ts';
import type { Maintenance } from './maintenance.ts';

/** Restart and reset of the device (ONVIF Core, SystemReboot and SetSystemFactoryDefault). */
export function restartFeature(maintenance: Maintenance): DeviceFeature<'SystemReboot' | 'SetSystemFactoryDefault'> {
  return {
    capabilities: {},
    handlers: {
      SystemReboot: () => {
        const seconds = maintenance.restart('SystemReboot');
        return { Message: `Rebooting in ${seconds} second.` };
      },
      SetSystemFactoryDefault: async ({ FactoryDefault }) => {
        await maintenance.reset(FactoryDefault === 'Hard' ? 'hard' : 'soft');
        return {};
      },
    },
  };
}
