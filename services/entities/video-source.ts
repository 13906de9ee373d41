import type { Board } from '../../hal/boards/board.ts';
import { Fault } from '../faults/fault.ts';
import type * as tt from '../generated/tt.ts';
import { modify, newName, newReference } from './changes.ts';
import type { ConfigurationView } from './configuration-operations.ts';
import { entityLimits, type VideoSourceEntity } from './model.ts';

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
  const known = board.sources.map(({ id }) => id);
  const source = newReference(wanted.SourceToken, known, 'Video source');
  const full = fullBounds(board, source);
  const same = (['x', 'y', 'width', 'height'] as const).every((side) => wanted.Bounds[side] === full[side]);
  if (!same) throw modify(`Bounds must be 0 0 ${full.width} ${full.height}`);
  const mode = wanted.Extension?.Rotate?.Mode;
  if (mode !== undefined && mode !== 'OFF') throw modify('The picture cannot be rotated');
  return { token: present.token, name: newName(wanted.Name), source };
}

export function videoSourceView(
  board: Board,
): ConfigurationView<'VideoSource', tt.VideoSourceConfiguration, tt.VideoSourceConfigurationOptions> {
  return {
    kind: 'VideoSource',
    toWire: (entity, count) => videoSourceToWire(board, entity, count),
    options: () => videoSourceOptions(board),
    change: (present, wanted) => changeVideoSource(board, present, wanted),
  };
}
