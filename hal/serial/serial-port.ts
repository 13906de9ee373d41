import type { SerialPortFact } from '../boards/facts/io.ts';
import type { Clock } from '../ports/clock.ts';
import type { SerialPort } from '../ports/serial-port.ts';
import { systemClock } from '../system/clock.ts';
import { openVirtualSerialPort } from '../virtual/serial-pair.ts';
import { checkSerialSettings } from './serial-settings.ts';

/** Opens a serial port with its initial settings. Rejects with HalError 'gone', 'busy', 'io' (rights), 'unsupported'. */
export async function openSerialPort(fact: SerialPortFact, clock: Clock = systemClock): Promise<SerialPort> {
  checkSerialSettings(fact.id, fact.initial);
  if (fact.driver === 'virtual') return openVirtualSerialPort(fact, clock);
  // Loaded only for boards with such a port, since the module has a native part.
  const { SerialDevice } = await import('./serial-device.ts');
  return SerialDevice.open(fact.id, fact.path, fact.initial);
}
