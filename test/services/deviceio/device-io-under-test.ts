import type { Board } from '../../../hal/boards/board.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { openHardware } from '../../../hal/hardware/open-hardware.ts';
import type { Hardware } from '../../../hal/ports/hardware.ts';
import { DigitalInputs } from '../../../services/deviceio/digital-inputs.ts';
import { RelayOutputs } from '../../../services/deviceio/relay-outputs.ts';
import { SerialPorts } from '../../../services/deviceio/serial-ports.ts';
import { createDeviceIoService } from '../../../services/deviceio/service.ts';
import type { EventMessage, TopicDeclaration } from '../../../services/events/event-message.ts';
import type { DeviceioOperations } from '../../../services/generated/deviceio-operations.ts';
import type { Handlers, ServiceBinding } from '../../../services/soap/service.ts';
import { context } from '../device/camera.ts';
import { memorySettings } from '../settings/memory-settings.ts';

const silent = { warn: () => undefined, info: () => undefined } as unknown as Parameters<typeof openHardware>[1];

/** DeviceIO service over the real parts of a virtual board. */
export interface DeviceIoUnderTest {
  readonly service: ServiceBinding;
  readonly handlers: Handlers<DeviceioOperations>;
  readonly hardware: Hardware;
  readonly relays: RelayOutputs;
  readonly declared: readonly TopicDeclaration[];
  readonly published: EventMessage[];
  call<Name extends keyof DeviceioOperations>(
    name: Name,
    request: DeviceioOperations[Name]['request'],
    signal?: AbortSignal,
  ): Promise<DeviceioOperations[Name]['response']>;
}

/** @param stored settings that outlive this service, as a disk would keep them */
export async function deviceIoUnderTest(
  board: Board = virtual,
  stored: Map<string, string> = new Map(),
): Promise<DeviceIoUnderTest> {
  const published: EventMessage[] = [];
  const declared: TopicDeclaration[] = [];
  const events = {
    declare: (topics: readonly TopicDeclaration[]) => void declared.push(...topics),
    publish: (message: EventMessage) => void published.push(message),
  };
  const settings = memorySettings(stored);
  const relays = new RelayOutputs(board.relays ?? [], settings, events);
  const inputs = new DigitalInputs(board.digitalInputs ?? [], settings, events);
  const serialPorts = new SerialPorts(board.serialPorts ?? [], board.axes ?? [], settings);
  const opened = { ...board, relays: relays.facts, serialPorts: serialPorts.facts, axes: [] };
  const hardware = await openHardware(opened, silent, { retry: 20 });
  const update = (): void => {
    relays.update(hardware.relays);
    inputs.update(hardware.inputs);
    serialPorts.update(hardware.serialPorts);
  };
  hardware.onChange(update);
  update();
  const service = createDeviceIoService({ board, relays, inputs, serialPorts });
  const handlers = service.handlers as unknown as Handlers<DeviceioOperations>;
  return {
    ...{ service, handlers, hardware, relays, declared, published },
    async call(name, request, signal = context.signal) {
      const handler = handlers[name];
      if (typeof handler !== 'function') throw new Error(`${name} is not offered: ${handler.reason}`);
      return handler(request, { ...context, signal });
    },
  };
}

/** Fault that a call ends with; `answered` when it does not. */
export async function faultOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (error: { readonly faultName?: string; readonly message: string }) => error.faultName ?? `error: ${error.message}`,
  );
}
