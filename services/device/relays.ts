import type { RelayOutputs } from '../deviceio/relay-outputs.ts';
import type { DeviceFeature } from './feature.ts';

type Names = 'GetRelayOutputs' | 'SetRelayOutputSettings' | 'SetRelayOutputState';

/** Relay outputs of the device service (ONVIF Core, Input/Output): the same relays as in the DeviceIO service. */
export function relayFeature(relays: RelayOutputs): DeviceFeature<Names> {
  return {
    capabilities: {},
    handlers: {
      GetRelayOutputs: () => ({ RelayOutputs: relays.list() }),
      SetRelayOutputSettings: async ({ RelayOutputToken, Properties }) => {
        await relays.configure(RelayOutputToken, Properties);
        return {};
      },
      SetRelayOutputState: ({ RelayOutputToken, LogicalState }) => {
        relays.setState(RelayOutputToken, LogicalState);
        return {};
      },
    },
  };
}
