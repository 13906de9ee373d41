import type { Board } from '../../../../hal/boards/board.ts';
import { headFactsOf } from '../../../../hal/boards/head-facts.ts';
import type { PtzHead } from '../../../../hal/ports/ptz-head.ts';
import type { MediaEntities } from '../../kinds.ts';
import { type PicturePoint, type Shape, shapeOf, toPicture, toSource } from '../geometry.ts';

/** Where a source looks now: shape of its picture, and the head that moves it. */
export interface SourceView {
  readonly shape: Shape;
  readonly head: PtzHead | undefined;
}

/** Outline that stays with the scene: shares of the captured picture, or directions in degrees where motors move the camera. */
export interface SceneOutline {
  readonly directions: boolean;
  readonly points: readonly PicturePoint[];
}

export function viewOf(
  board: Board,
  entities: Pick<MediaEntities, 'VideoSource'>,
  heads: readonly PtzHead[],
  source: string,
): SourceView {
  return {
    shape: shapeOf(board, entities, source),
    head: heads.find(({ facts }) => facts.sources.includes(source)),
  };
}

/** Reason why masks would not stay with the scene of a source; undefined where they do. */
export function cannotMask(board: Board, source: string): string | undefined {
  if (board.sources.find(({ id }) => id === source)?.camera.driver === 'encoded-file')
    return 'The camera delivers encoded pictures';
  const head = headFactsOf(board).find(({ sources }) => sources.includes(source));
  if (head === undefined) return undefined;
  const { optics, axes } = head;
  const follows = optics !== undefined && axes.pan?.absolute === true && axes.tilt?.absolute === true;
  const zooms = axes.zoom === undefined || axes.zoom.absolute;
  return follows && zooms ? undefined : 'Motors move the camera, and its direction or field of view is not known';
}

/** The view as text: equal as long as the picture shows the same part of the scene. */
export function viewText({ shape, head }: SourceView): string {
  const { pan, tilt, zoom } = head?.status.position ?? {};
  return JSON.stringify([shape, [pan, tilt, zoom].map((value) => value?.toFixed(3) ?? null)]);
}

/** Outline in the scene of a polygon in the present picture; undefined where nobody knows where the camera looks. */
export function sceneOutline({ shape, head }: SourceView, polygon: readonly PicturePoint[]): SceneOutline | undefined {
  const optics = head?.facts.optics;
  if (head === undefined || optics === undefined)
    return {
      directions: false,
      points: polygon.map((point) => {
        const { s, t } = toSource(shape, point);
        return { x: s, y: t };
      }),
    };
  const points = polygon.map((point) => {
    // The window of a digital head is cut from the picture after its geometry, motors move the camera before it.
    const { s, t } = toSource(shape, point);
    const seen = head.facts.digital ? point : { x: 2 * s - 1, y: 1 - 2 * t };
    const direction = head.byFieldOfView(seen.x, seen.y);
    if (direction === undefined) return undefined;
    if (!head.facts.digital) return { x: direction.pan, y: direction.tilt };
    const half = optics.horizontalFieldOfView / 2;
    const whole = toSource(shape, { x: direction.pan / half, y: (direction.tilt * optics.aspect) / half });
    return { x: whole.s, y: whole.t };
  });
  const known = points.filter((point) => point !== undefined);
  return known.length === points.length ? { directions: !head.facts.digital, points: known } : undefined;
}

/** Polygon of an outline in the present picture; undefined where it cannot be told. */
export function pictureOutline(
  { shape, head }: SourceView,
  { directions, points }: SceneOutline,
): readonly PicturePoint[] | undefined {
  const optics = head?.facts.optics;
  const found = points.map(({ x, y }): PicturePoint | undefined => {
    if (directions) {
      const place = head?.inPicture(x, y);
      return place && toPicture(shape, { s: (place.x + 1) / 2, t: (1 - place.y) / 2 });
    }
    const whole = toPicture(shape, { s: x, t: y });
    if (head === undefined || optics === undefined) return whole;
    const half = optics.horizontalFieldOfView / 2;
    return head.inPicture(whole.x * half, (whole.y * half) / optics.aspect);
  });
  const known = found.filter((point) => point !== undefined);
  return known.length === points.length ? known : undefined;
}
