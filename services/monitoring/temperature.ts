import type { HealthSensors } from '../../hal/ports/health-sensors.ts';
import type { TopicDeclaration } from '../events/event-message.ts';
import type { Monitor } from './monitor.ts';

const topics = {
  temperature: 'tns1:Monitoring/EnvironmentalConditions/Temperature',
  critical: 'tns1:Device/HardwareFailure/TemperatureCritical',
} as const;

/** Change that is told, as a part of the temperature told before. */
const step = 0.05;
/** Degrees below the limit at which a critical temperature is over. */
const hysteresis = 3;

/**
 * Temperature of the device, and whether it is critical: within 3 degrees of where the machine switches itself off. The hottest
 * sensor counts.
 */
export function temperature(sensors: Pick<HealthSensors, 'temperatures'>): Monitor {
  const present = sensors.temperatures();
  const declared: TopicDeclaration[] = [];
  if (present.length > 0)
    declared.push({ topic: topics.temperature, property: true, source: {}, data: { Status: 'xs:float' } });
  if (present.some(({ critical }) => critical !== undefined))
    declared.push({ topic: topics.critical, property: true, source: {}, data: { Critical: 'xs:boolean' } });
  let told: number | undefined;
  let isCritical = false;
  return {
    topics: declared,
    look(states) {
      const readings = sensors.temperatures();
      if (readings.length === 0) return;
      const hottest = Math.max(...readings.map(({ celsius }) => celsius));
      if (told === undefined || Math.abs(hottest - told) >= Math.max(1, Math.abs(told) * step)) {
        told = hottest;
        states.tell({ topic: topics.temperature, source: {}, data: { Status: Math.round(hottest * 10) / 10 } });
      }
      const margins = readings.flatMap(({ celsius, critical }) => (critical === undefined ? [] : [critical - celsius]));
      if (margins.length === 0) return;
      isCritical = Math.min(...margins) <= (isCritical ? 2 * hysteresis : hysteresis);
      states.tell({ topic: topics.critical, source: {}, data: { Critical: isCritical } });
    },
  };
}
