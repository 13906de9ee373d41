import type { AnalysisGrid } from '../ports/scene-analyser.ts';

/** Size of the analysed picture and of its grid of cells, as hal/native/analysis/analysis.c makes them. */
export function analysisGrid(picture: { readonly width: number; readonly height: number }, wide: number): AnalysisGrid {
  const tall = Math.floor((wide * picture.height + 2 * picture.width) / (4 * picture.width)) * 4;
  const height = Math.min(Math.max(tall, 40), 2 * wide);
  return { width: wide, height, columns: 32, rows: Math.floor((32 * height + wide / 2) / wide) };
}
