import { cellMotionDetector } from './cell-motion/record.ts';
import { motionRegionDetector } from './motion-region/record.ts';
import type { RuleType } from './rule-type.ts';

/** Types of rules, one line each. */
export const ruleTypes: readonly RuleType[] = [cellMotionDetector, motionRegionDetector];
