import type { Method, SystemBus } from './dbus/system-bus.ts';

const service = 'org.freedesktop.timesync1';
const path = '/org/freedesktop/timesync1';
const properties = 'org.freedesktop.DBus.Properties';

const rule = `type='signal',interface='${properties}',member='PropertiesChanged',path='${path}'`;
const getProperty: Method = { destination: service, path, interface: properties, member: 'Get' };

/** Place of the flag "ignored" in timesyncd's description of an answer; it is set for one that looks like an outlier. */
const ignored = 12;

/** Tells each answer of a time server by which systemd-timesyncd sets or steers the clock. */
export async function followSynchronization(bus: SystemBus, listener: () => void): Promise<void> {
  await bus.follow(rule, () => {
    bus.call(getProperty, 'ss', [`${service}.Manager`, 'NTPMessage']).then(
      (message) => {
        if (Array.isArray(message) && message[ignored] === false) listener();
      },
      // The service ended meanwhile: nothing was synchronized.
      () => undefined,
    );
  });
}
