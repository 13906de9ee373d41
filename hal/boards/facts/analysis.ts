import { z } from 'zod';

/** What a board can spend on the motion analysis of a camera. */
export interface AnalysisFact {
  /** Width of the analysed picture, pixels: 256 costs about two thirds of 320. */
  readonly wide: 256 | 320;
  /** Pictures a second, at most. */
  readonly rate: number;
}

export const analysisSchema: z.ZodType<AnalysisFact> = z.strictObject({
  wide: z.literal([256, 320]),
  rate: z.number().min(0.1).max(30),
});
