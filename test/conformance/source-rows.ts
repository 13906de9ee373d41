import type { Chapter } from './row.ts';

/** Video sources and the geometry of their pictures, in both media services. */
export const sourceChapters: readonly Chapter[] = [
  {
    title: 'Video sources',
    rows: [
      {
        id: 'MED-04',
        feature:
          'Media: video source configurations, options, set; Bounds, Rotate (OFF, ON, degrees), Mirror, SceneOrientation',
        condition: 'mandatory; rotation optional',
      },
      {
        id: 'MD2-04',
        feature: 'Media2: video source configurations, options, set; Bounds, Rotate, Mirror, SceneOrientation',
        condition: 'mandatory; rotation optional',
      },
    ],
  },
];
