import type { HealthSensors } from '../../hal/ports/health-sensors.ts';
import type { Monitor } from './monitor.ts';

const topic = 'tns1:Monitoring/LinkStatus';
const type = 'tt:NetworkInterfaceConnectionSetting';

/** Connections of the network interfaces; the speed is 0 while there is none. The kernel negotiates by itself. */
export function linkStatus(sensors: Pick<HealthSensors, 'links'>): Monitor {
  const declaration = {
    topic,
    property: true,
    source: { Token: 'tt:ReferenceToken' },
    data: {},
    elements: { Link: type },
  };
  return {
    topics: sensors.links().length === 0 ? [] : [declaration],
    look(states) {
      for (const { name, speed, duplex } of sensors.links()) {
        const value = { AutoNegotiation: true, Speed: speed, Duplex: duplex };
        states.tell({ topic, source: { Token: name }, data: {}, elements: { Link: { type, value } } });
      }
    },
  };
}
