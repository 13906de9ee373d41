import { analyticsChapters } from './analytics-rows.ts';
import { codecChapters } from './codec-rows.ts';
import { deviceIoChapters } from './device-io-rows.ts';
import { deviceChapters } from './device-rows.ts';
import { eventChapters } from './event-rows.ts';
import { imagingChapters } from './imaging-rows.ts';
import { mediaChapters } from './media-rows.ts';
import { overlayChapters } from './overlay-rows.ts';
import { ptzChapters } from './ptz-rows.ts';
import type { Chapter, Row } from './row.ts';
import { securityChapters } from './security-rows.ts';
import { sourceChapters } from './source-rows.ts';
import { streamingChapters } from './streaming-rows.ts';

/** Everything that docs/conformance.md tells, in its order. */
export const chapters: readonly Chapter[] = [
  ...streamingChapters,
  ...codecChapters,
  ...ptzChapters,
  ...imagingChapters,
  ...deviceIoChapters,
  ...eventChapters,
  ...sourceChapters,
  ...overlayChapters,
  ...mediaChapters,
  ...analyticsChapters,
  ...securityChapters,
  ...deviceChapters,
];

export const rows: readonly Row[] = chapters.flatMap((chapter) => chapter.rows);
