import type { Board } from '../../../hal/boards/board.ts';
import { Fault } from '../../faults/fault.ts';
import type { EntityChange, EntityStep, EntityStore } from '../entity-store.ts';
import { fitVideoEncoder } from '../kinds/video-encoder/fit.ts';
import { scaledGeometry } from '../kinds/video-source/geometry.ts';
import type { MediaEntities } from '../kinds.ts';
import { boardIn, encodersIn, modeOf } from './source-modes.ts';

type Source = Board['sources'][number];

/** Source with its modes as the board has them. Fault: NoVideoSource. */
export function sourceOf(board: Board, token: string): Source {
  const source = board.sources.find(({ id }) => id === token);
  if (source === undefined) throw new Fault('NoVideoSource');
  return source;
}

/** Video source configurations of a source: their part of the picture stays the same part. */
function rescaled(present: MediaEntities, from: Source, to: Source): MediaEntities['VideoSource'] {
  return present.VideoSource.map((one) => {
    if (one.source !== to.id || one.geometry === undefined) return one;
    const { geometry: before, ...rest } = one;
    const geometry = scaledGeometry(from, to, before);
    return geometry === undefined ? rest : { ...rest, geometry };
  });
}

/** Entities in another mode of a source: encoder configurations keep what the mode can deliver, and take the nearest for the rest. */
function inMode(store: EntityStore, present: MediaEntities, source: string, mode: string): EntityStep {
  const modes = { ...present.modes, [source]: mode };
  const [from, to] = [boardIn(store.madeBoard, present.modes), boardIn(store.madeBoard, modes)];
  const able = encodersIn(to, store.working);
  const VideoEncoder = present.VideoEncoder.map((one) => fitVideoEncoder(one, able));
  const VideoSource = rescaled(present, sourceOf(from, source), sourceOf(to, source));
  const encoders = VideoEncoder.filter((one) => !present.VideoEncoder.includes(one));
  const changes = [
    ...VideoSource.filter((one) => one.source === source).map(({ token }) => ({ token, type: 'VideoSource' })),
    ...encoders.map(({ token }) => ({ token, type: 'VideoEncoder' })),
  ].map((one): EntityChange => ({ kind: 'configuration', ...one }));
  return { next: { ...present, modes, VideoEncoder, VideoSource }, changes };
}

/**
 * Sets the mode of a video source; running streams go on with it, without a reboot. Persistent.
 * Faults: NoVideoSource, NoVideoSourceMode.
 */
export async function setSourceMode(store: EntityStore, token: string, mode: string): Promise<void> {
  const source = sourceOf(store.madeBoard, token);
  if (!source.modes?.some(({ id }) => id === mode)) throw new Fault('NoVideoSourceMode');
  await store.change((present) =>
    modeOf(source, present.modes)?.id === mode ? { next: present, changes: [] } : inMode(store, present, token, mode),
  );
}
