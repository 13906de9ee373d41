import { type RuleType, ruleType } from '../rule-type.ts';
import { motionRegion } from './machine.ts';
import { regionParameter } from './region-parameter.ts';

/** Motion in a region (Analytics, C.1; ANA-36). */
export const motionRegionDetector: RuleType = ruleType({
  type: 'tt:MotionRegionDetector',
  mostInstances: 8,
  tellsMotion: true,
  source: 'region',
  events: [{ topic: 'tns1:RuleEngine/MotionRegionDetector/Motion', property: true, data: { State: 'xs:boolean' } }],
  parameters: { MotionRegion: regionParameter },
  machine: motionRegion,
  read: ({ MotionRegion: { polygon, sensitivity } }) => ({ polygon, sensitivity }),
  isArmed: ({ MotionRegion }) => MotionRegion.armed,
  sensitivity: ({ MotionRegion }) => 100 * MotionRegion.sensitivity,
});
