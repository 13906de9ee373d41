import { z } from 'zod';

/** Names of files by which the camera and the installing program talk. */
export const packageFiles = { bundle: 'bundle', accepted: 'accepted', result: 'result.json' } as const;

/** State of an installation, told to the camera. */
export interface UpgradeResult {
  /** Name of the request, as the camera wrote it. */
  readonly request: string;
  readonly state: 'installing' | 'failed';
  readonly reason: string;
}

export const upgradeResultSchema: z.ZodType<UpgradeResult> = z.strictObject({
  request: z.string(),
  state: z.enum(['installing', 'failed']),
  reason: z.string(),
});
