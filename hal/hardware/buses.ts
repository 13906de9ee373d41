import { openI2cBus } from '../i2c/i2c-bus.ts';
import type { I2cBus, OpenI2cBus } from '../ports/i2c-bus.ts';

/** I2C buses of a board: one for each adapter, shared by its users and closed by the owner of this object. */
interface Buses {
  readonly open: OpenI2cBus;
  close(): Promise<void>;
}

/** Opens each adapter at its first use; an adapter that could not be opened is tried again at the next use. */
export function createBuses(open: OpenI2cBus = openI2cBus): Buses {
  const buses = new Map<number, Promise<I2cBus>>();
  return {
    open(adapter) {
      const bus = buses.get(adapter) ?? open(adapter);
      buses.set(adapter, bus);
      bus.catch(() => buses.delete(adapter));
      return bus;
    },
    async close() {
      const opened = await Promise.allSettled(buses.values());
      buses.clear();
      for (const one of opened) if (one.status === 'fulfilled') await one.value.close();
    },
  };
}
