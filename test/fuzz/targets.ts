import type { FuzzTarget } from './target.ts';
import { carrierTargets } from './targets/carriers.ts';
import { rtspTargets } from './targets/rtsp.ts';
import { securityTargets } from './targets/security.ts';
import { storedTargets } from './targets/stored.ts';
import { webServiceTargets } from './targets/web-services.ts';

/** Every parser of foreign bytes; each has its seeds in test/fuzz/seeds. */
export const fuzzTargets: readonly FuzzTarget[] = [
  ...rtspTargets,
  ...carrierTargets,
  ...webServiceTargets,
  ...storedTargets,
  ...securityTargets,
];
