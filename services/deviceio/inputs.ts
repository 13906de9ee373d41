import type { DeviceioOperations } from '../generated/deviceio-operations.ts';
import type { Handlers } from '../soap/service.ts';
import type { DigitalInputs } from './digital-inputs.ts';

type Names = 'GetDigitalInputs' | 'GetDigitalInputConfigurationOptions' | 'SetDigitalInputConfigurations';

/** Operations on digital inputs (DIO-05). */
export function inputHandlers(inputs: DigitalInputs): Pick<Handlers<DeviceioOperations>, Names> {
  return {
    GetDigitalInputs: () => ({ DigitalInputs: inputs.list() }),
    GetDigitalInputConfigurationOptions: ({ Token }) => {
      if (Token !== undefined) inputs.check(Token);
      return { DigitalInputOptions: { IdleState: ['closed', 'open'] } };
    },
    SetDigitalInputConfigurations: async ({ DigitalInputs }) => {
      await inputs.configure(DigitalInputs);
      return {};
    },
  };
}
