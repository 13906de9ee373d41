import type { Point } from '../scene/scene.ts';
import { distanceToOutline, isInside } from './polygon.ts';
import { nearness } from './polyline.ts';

/** Place of a point towards a field: `beside` is outside and so near that it may be inside. */
type Whereabouts = 'inside' | 'beside' | 'outside';

/** An empty field is the whole picture. */
export function whereabouts(field: readonly Point[], point: Point): Whereabouts {
  if (field.length < 3 || isInside(field, point)) return 'inside';
  return distanceToOutline(field, point) > nearness ? 'outside' : 'beside';
}
