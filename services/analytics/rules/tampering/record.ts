import { choiceParameter, durationParameter, floatParameter } from '../../parameters/simple.ts';
import { type RuleType, ruleType } from '../rule-type.ts';
import { tampering, tamperingTopics } from './machine.ts';
import type { TamperingMode } from './measures.ts';

/** Modes that the analysis has measures for. SignalLoss has an event of its own, whose topic cannot have two descriptions. */
const modes = ['ImageTooDark', 'ImageTooBright', 'ImageTooBlurry'] as const;

const eventOf = (mode: TamperingMode) =>
  ({ topic: tamperingTopics[mode], property: true, data: { State: 'xs:boolean' } }) as const;

/** Covered, blinded or defocused cameras (Analytics, annex D; ANA-39). */
export const tamperingDetection: RuleType = ruleType({
  type: 'tt:TamperingDetection',
  mostInstances: 4,
  source: 'tampering',
  events: [eventOf('ImageTooDark'), eventOf('ImageTooBright'), eventOf('ImageTooBlurry')],
  parameters: {
    Mode: choiceParameter('xs:string', modes, 'ImageTooDark'),
    Threshold: floatParameter({ min: 0, max: 100, initial: 80 }),
    Duration: durationParameter({ min: 1000, max: 60_000, initial: 5000 }),
  },
  machine: tampering,
  read: ({ Mode, Threshold, Duration }) => ({ mode: Mode, threshold: Threshold, duration: Duration }),
});
