import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Collects unreachable objects; finalizers of native handles run soon after. */
export const collectGarbage: () => void = runInNewContext('gc');
