import type { FailingPart } from '../../hal/ports/health-sensors.ts';
import type { Monitor } from './monitor.ts';

/** Whether parts of one kind fail, each under its own token (ONVIF Core, mechanical failure). */
export function failingParts(kind: 'FanFailure' | 'PowerSupplyFailure', parts: () => readonly FailingPart[]): Monitor {
  const topic = `tns1:Device/HardwareFailure/${kind}`;
  const declaration = { topic, property: true, source: { Token: 'tt:ReferenceToken' }, data: { Failed: 'xs:boolean' } };
  return {
    topics: parts().length === 0 ? [] : [declaration],
    look(states) {
      for (const { name, failed } of parts()) states.tell({ topic, source: { Token: name }, data: { Failed: failed } });
    },
  };
}
