import type { Board } from '../../hal/boards/board.ts';
import type * as tt from '../generated/tt.ts';
import { Fault } from '../soap/fault.ts';
import type { EntityStore } from './entity-store.ts';
import { entityLimits, type VideoSourceEntity } from './model.ts';
import { findConfiguration } from './profiles.ts';

/** The same in both services: sources and their configurations (MED-04, MD2-04). */

function sourceFact(board: Board, id: string): Board['sources'][number] {
  const fact = board.sources.find((one) => one.id === id);
  if (fact === undefined) throw new Fault('NoVideoSource');
  return fact;
}

function fullBounds(board: Board, id: string): tt.IntRectangle {
  const { width, height } = sourceFact(board, id);
  return { x: 0, y: 0, width, height };
}

export function videoSources(board: Board): readonly tt.VideoSource[] {
  return board.sources.map(({ id, width, height, frameRate }) => ({
    token: id,
    Framerate: frameRate,
    Resolution: { Width: width, Height: height },
  }));
}

export function videoSourceToWire(
  board: Board,
  entity: VideoSourceEntity,
  UseCount: number,
): tt.VideoSourceConfiguration {
  const { token, name, source } = entity;
  return { token, Name: name, UseCount, SourceToken: source, Bounds: fullBounds(board, source) };
}

export function videoSourceOptions(board: Board): tt.VideoSourceConfigurationOptions {
  const [first] = board.sources;
  const exactly = (value: number): tt.IntRange => ({ Min: value, Max: value });
  const { x, y, width, height } = fullBounds(board, first?.id ?? '');
  return {
    MaximumNumberOfProfiles: entityLimits.profiles,
    BoundsRange: { XRange: exactly(x), YRange: exactly(y), WidthRange: exactly(width), HeightRange: exactly(height) },
    VideoSourceTokensAvailable: board.sources.map(({ id }) => id),
  };
}

/** Faults: ConfigModify. The picture cannot be cropped or turned, so only the full bounds are accepted. */
export function changeVideoSource(
  board: Board,
  present: VideoSourceEntity,
  wanted: tt.VideoSourceConfiguration,
): VideoSourceEntity {
  const known = board.sources.some(({ id }) => id === wanted.SourceToken);
  if (!known) throw new Fault('ConfigModify', `Video source ${wanted.SourceToken} does not exist`);
  const full = fullBounds(board, wanted.SourceToken);
  const same = (['x', 'y', 'width', 'height'] as const).every((side) => wanted.Bounds[side] === full[side]);
  if (!same) throw new Fault('ConfigModify', `Bounds must be 0 0 ${full.width} ${full.height}`);
  const mode = wanted.Extension?.Rotate?.Mode;
  if (mode !== undefined && mode !== 'OFF') throw new Fault('ConfigModify', 'The picture cannot be rotated');
  if (wanted.Name.length > entityLimits.name)
    throw new Fault('ConfigModify', `Name longer than ${entityLimits.name} characters`);
  return { token: present.token, name: wanted.Name, source: wanted.SourceToken };
}

/** Changes a video source configuration. Faults: NoConfig, ConfigModify. */
export async function setVideoSource(store: EntityStore, wanted: tt.VideoSourceConfiguration): Promise<object> {
  const present = findConfiguration(store.entities, 'VideoSource', wanted.token);
  const changed = changeVideoSource(store.board, present, wanted);
  const VideoSource = store.entities.VideoSource.map((one) => (one.token === changed.token ? changed : one));
  const change = { kind: 'configuration', token: changed.token, type: 'VideoSource' } as const;
  await store.commit({ ...store.entities, VideoSource }, [change]);
  return {};
}
