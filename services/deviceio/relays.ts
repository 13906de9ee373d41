import { Fault } from '../faults/fault.ts';
import type { DeviceioOperations } from '../generated/deviceio-operations.ts';
import type * as tmd from '../generated/tmd.ts';
import type { Handlers } from '../soap/service.ts';
import type { RelayOutputs } from './relay-outputs.ts';
import { delayRange } from './relay-setting.ts';

type Names = 'GetRelayOutputs' | 'GetRelayOutputOptions' | 'SetRelayOutputSettings' | 'SetRelayOutputState';

/** Options of a relay, the same for each; delays are told in seconds (ONVIF DeviceIo, GetRelayOutputOptions). */
function optionsOf(token: string): tmd.RelayOutputOptions {
  return {
    token,
    Mode: ['Bistable', 'Monostable'],
    DelayTimes: [delayRange.min / 1000, delayRange.max / 1000],
    Discrete: false,
  };
}

/** Operations on relay outputs (DIO-03). */
export function relayHandlers(relays: RelayOutputs): Pick<Handlers<DeviceioOperations>, Names> {
  return {
    GetRelayOutputs: () => ({ RelayOutputs: relays.list() }),
    GetRelayOutputOptions: ({ RelayOutputToken }) => {
      const tokens = relays.tokens.filter((token) => RelayOutputToken === undefined || token === RelayOutputToken);
      if (RelayOutputToken !== undefined && tokens.length === 0) throw new Fault('RelayToken');
      return { RelayOutputOptions: tokens.map(optionsOf) };
    },
    SetRelayOutputSettings: async ({ RelayOutput: { token, Properties } }) => {
      await relays.configure(token, Properties);
      return {};
    },
    SetRelayOutputState: ({ RelayOutputToken, LogicalState }) => {
      relays.setState(RelayOutputToken, LogicalState);
      return {};
    },
  };
}
