import type { Attack } from '../attack.ts';
import { connections } from './connections.ts';
import { guesses } from './guesses.ts';
import { hostileText } from './hostile-text.ts';
import { insiders } from './insiders.ts';

/** Every attack, by its name. */
export const attacks: readonly Attack[] = [...hostileText, ...guesses, ...connections, ...insiders];
