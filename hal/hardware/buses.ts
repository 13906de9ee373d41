import { openI2cBus } from '../i2c/i2c-bus.ts';
import type { I2cBus, OpenI2cBus } from '../ports/i2c-bus.ts';

/** Buses of a board: the same for all who ask for an adapter, closed by whom they belong to. */
export interface Buses {
  readonly open: OpenI2cBus;
  close(): Promise<void>;
}

/** Opens each adapter once, when it is first asked for; one that could not be opened is tried again by the next who asks. */
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
