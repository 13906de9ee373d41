import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Frees what JavaScript cannot reach; finalizers of native handles run soon after. */
export const collectGarbage: () => void = runInNewContext('gc');
