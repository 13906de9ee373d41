import { cellMotionEngine } from './cell-motion-engine.ts';
import type { ModuleType } from './module-type.ts';
import { objectTracker } from './object-tracker.ts';

/** Types of analytics modules, one line each. */
export const moduleTypes: readonly ModuleType[] = [cellMotionEngine, objectTracker];
