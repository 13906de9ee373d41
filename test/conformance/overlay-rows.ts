import type { Chapter } from './row.ts';

/** What is drawn over pictures and hidden in them. */
export const overlayChapters: readonly Chapter[] = [
  {
    title: 'Overlays and privacy masks',
    rows: [
      {
        id: 'MD2-17',
        feature: 'privacy masks: polygons in colour, pixelated, blurred; fixed to the scene (SourceMask)',
        condition: 'optional',
      },
    ],
  },
];
