import { z } from 'zod';
import type { Board } from '../../../../hal/boards/board.ts';
import { Fault } from '../../../faults/fault.ts';
import type * as tt from '../../../generated/tt.ts';
import { modify, newName, newReference } from '../../changes.ts';
import type { ConfigurationView, Kind } from '../../kind.ts';
import { type ConfigurationEntity, entityLimits } from '../../model.ts';
import { among, named } from '../../stored-parts.ts';

/** Video sources and their configurations, the same in both services (MED-04, MD2-04). @internal */
export interface VideoSourceEntity extends ConfigurationEntity {
  readonly source: string;
}

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

/** @internal */
export function videoSourceToWire(
  board: Board,
  entity: VideoSourceEntity,
  UseCount: number,
): tt.VideoSourceConfiguration {
  const { token, name, source } = entity;
  return { token, Name: name, UseCount, SourceToken: source, Bounds: fullBounds(board, source) };
}

/** @internal */
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

/** Faults: ConfigModify. The picture cannot be cropped or turned, so only the full bounds are accepted. @internal */
export function changeVideoSource(
  board: Board,
  present: VideoSourceEntity,
  wanted: tt.VideoSourceConfiguration,
): VideoSourceEntity {
  const known = board.sources.map(({ id }) => id);
  const source = newReference(wanted.SourceToken, known, 'Video source');
  const full = fullBounds(board, source);
  const same = (['x', 'y', 'width', 'height'] as const).every((side) => wanted.Bounds[side] === full[side]);
  if (!same) throw modify(`Bounds must be 0 0 ${full.width} ${full.height}`);
  const mode = wanted.Extension?.Rotate?.Mode;
  if (mode !== undefined && mode !== 'OFF') throw modify('The picture cannot be rotated');
  return { token: present.token, name: newName(wanted.Name), source };
}

function view(
  board: Board,
): ConfigurationView<VideoSourceEntity, tt.VideoSourceConfiguration, tt.VideoSourceConfigurationOptions> {
  return {
    toWire: (entity, count) => videoSourceToWire(board, entity, count),
    options: () => videoSourceOptions(board),
    change: (present, wanted) => changeVideoSource(board, present, wanted),
  };
}

export const videoSource: Kind<'VideoSource', VideoSourceEntity> = {
  name: 'VideoSource',
  ver10: 'VideoSource',
  needs: { media: [], media2: [] },
  missing: () => undefined,
  defaults: ({ board }) => {
    const [source] = board.sources;
    if (source === undefined) throw new Error(`board ${board.name} has no video source`);
    return [{ token: 'VideoSourceConfig1', name: 'source', source: source.id }];
  },
  stored: ({ board }) =>
    z.object({
      ...named,
      source: among(
        board.sources.map(({ id }) => id),
        'source',
      ),
    }),
  media: ({ store }) => view(store.board),
  media2: ({ store }) => view(store.board),
};
