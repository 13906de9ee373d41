import type { Chapter } from './row.ts';

/** What is drawn over pictures and hidden in them. */
export const overlayChapters: readonly Chapter[] = [
  {
    title: 'Overlays and privacy masks',
    rows: [
      {
        id: 'MED-16',
        feature: 'Media: on-screen display; texts, clocks, images',
        condition: 'optional',
      },
      {
        id: 'MD2-15',
        feature: 'Media2: on-screen display; every format of date and time, sizes, colours, transparency, positions',
        condition: 'Profile T: text, where there is any',
      },
      {
        id: 'MD2-16',
        feature: 'images of the on-screen display by HTTP',
        condition: 'with images',
      },
      {
        id: 'MD2-17',
        feature: 'privacy masks: polygons in colour, pixelated, blurred; fixed to the scene (SourceMask)',
        condition: 'optional',
      },
    ],
  },
];
