import { noMasks } from '../../../../hal/ports/media-engine.ts';
import { black } from '../color.ts';
import { doubleText, listText, stringText } from '../gvariant.ts';
import type { StoredMask } from './stored-mask.ts';

/** Text that no mask can be read from: the media process covers the whole picture. */
export const coverAll = 'cover';

function maskText({ type, color = black, outline }: StoredMask): string {
  const points = outline.points.map(({ x, y }) => `(${doubleText(x)}, ${doubleText(y)})`);
  const values = color.values.map(doubleText).join(', ');
  return `(${stringText(type)}, ${outline.directions}, ${color.space === 'RGB'}, ${values}, ${listText(points)})`;
}

/** Masks of a source as the media engine takes them. */
export function masksText(masks: readonly StoredMask[], source: string): string {
  const shown = masks.filter((mask) => mask.enabled && mask.source === source);
  return shown.length === 0 ? noMasks : listText(shown.map(maskText));
}
