import { type DeviceioOperations, deviceioOperations } from '../generated/deviceio-operations.ts';
import type * as tmd from '../generated/tmd.ts';
import { bindService, type Handlers, type ServiceBinding } from '../soap/service.ts';
import type { DigitalInputs } from './digital-inputs.ts';
import { inputHandlers } from './inputs.ts';
import type { RelayOutputs } from './relay-outputs.ts';
import { relayHandlers } from './relays.ts';
import { serialHandlers } from './serial.ts';
import type { SerialPorts } from './serial-ports.ts';
import { type SourceBoard, sourceHandlers } from './sources.ts';

interface DeviceIoOptions {
  readonly board: SourceBoard;
  readonly relays: RelayOutputs;
  readonly inputs: DigitalInputs;
  readonly serialPorts: SerialPorts;
}

function capabilities({ board, relays, inputs, serialPorts }: DeviceIoOptions) {
  return {
    VideoSources: board.sources.length,
    VideoOutputs: 0,
    AudioSources: board.audioSources.length,
    AudioOutputs: board.audioOutputs.length,
    RelayOutputs: relays.count,
    SerialPorts: serialPorts.count,
    DigitalInputs: inputs.count,
    DigitalInputOptions: inputs.count > 0,
  } satisfies tmd.Capabilities;
}

/** The DeviceIO service: all inputs and outputs of the device (ONVIF DeviceIo). */
export function createDeviceIoService(options: DeviceIoOptions): ServiceBinding {
  const present = capabilities(options);
  const { VideoSources, VideoOutputs, AudioSources, AudioOutputs, RelayOutputs } = present;
  const handlers: Handlers<DeviceioOperations> = {
    ...sourceHandlers(options.board),
    ...relayHandlers(options.relays),
    ...inputHandlers(options.inputs),
    ...serialHandlers(options.serialPorts),
    GetServiceCapabilities: () => ({ Capabilities: present }),
  };
  return bindService<DeviceioOperations>(
    {
      path: '/onvif/deviceio_service',
      namespace: 'http://www.onvif.org/ver10/deviceIO/wsdl',
      version: { Major: 22, Minor: 6 },
      capabilities: () => present,
      olderCapabilities: (XAddr) => ({
        Extension: { DeviceIO: { XAddr, VideoSources, VideoOutputs, AudioSources, AudioOutputs, RelayOutputs } },
      }),
    },
    deviceioOperations,
    handlers,
  );
}
