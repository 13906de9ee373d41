import { z } from 'zod';
import type { Board } from '../../../../hal/boards/board.ts';
import type { SourceGeometry } from '../../../../hal/ports/media-engine.ts';
import { Fault } from '../../../faults/fault.ts';
import type * as tt from '../../../generated/tt.ts';
import { modify, newName, newReference } from '../../changes.ts';
import type { ConfigurationView, Kind } from '../../kind.ts';
import { type ConfigurationEntity, entityLimits } from '../../model.ts';
import { among, named } from '../../stored-parts.ts';
import {
  geometryOf,
  geometryOptions,
  geometryToWire,
  isPlain,
  isShapeable,
  newGeometry,
  storedGeometry,
} from './geometry.ts';
import { newOrientation, orientationOptions, orientationToWire, sceneOrientations } from './scene-orientation.ts';

/** Video sources and their configurations, the same in both services (MED-04, MD2-04). @internal */
export interface VideoSourceEntity extends ConfigurationEntity {
  readonly source: string;
  /** Absent: the whole picture, upright. */
  readonly geometry?: SourceGeometry;
  /** Place of the scene as the installer says; absent until a client sets one. */
  readonly orientation?: tt.SceneOrientationOption;
}

function sourceFact(board: Board, id: string): Board['sources'][number] {
  const fact = board.sources.find((one) => one.id === id);
  if (fact === undefined) throw new Fault('NoVideoSource');
  return fact;
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
  const { token, name, source, orientation } = entity;
  const { Bounds, Extension: shape } = geometryToWire(sourceFact(board, source), entity);
  const Extension = { ...shape, ...orientationToWire(orientation) };
  const told = { token, Name: name, UseCount, SourceToken: source, Bounds };
  return Object.keys(Extension).length === 0 ? told : { ...told, Extension };
}

/** Whether any picture of the board can be turned: Rotation of the capabilities. */
export function canTurn(board: Board): boolean {
  return board.sources.some(isShapeable);
}

/** Options of a source, the first without one. @internal */
export function videoSourceOptions(
  board: Board,
  source: string = board.sources[0]?.id ?? '',
): tt.VideoSourceConfigurationOptions {
  const { BoundsRange, Extension } = geometryOptions(sourceFact(board, source));
  return {
    MaximumNumberOfProfiles: entityLimits.profiles,
    BoundsRange,
    VideoSourceTokensAvailable: board.sources.map(({ id }) => id),
    Extension: { ...Extension, ...orientationOptions },
  };
}

/** Fault: ConfigModify for what no camera here has: views beside its only one, a lens whose distortion it could tell. */
function checkOffered({ ViewMode, Extension }: tt.VideoSourceConfiguration): void {
  if (ViewMode !== undefined) throw modify('The camera has one view of the scene: there is no ViewMode');
  if (Extension?.Extension?.LensDescription?.length)
    throw modify('The camera does not know the distortion of its lens');
}

/** Faults: ConfigModify, InvalidArgs. @internal */
export function changeVideoSource(
  board: Board,
  present: VideoSourceEntity,
  wanted: tt.VideoSourceConfiguration,
): VideoSourceEntity {
  checkOffered(wanted);
  const known = board.sources.map(({ id }) => id);
  const source = newReference(wanted.SourceToken, known, 'Video source');
  const fact = sourceFact(board, source);
  const geometry = newGeometry(fact, geometryOf(fact, present), wanted);
  const orientation = newOrientation(present.orientation, wanted);
  return {
    ...{ token: present.token, name: newName(wanted.Name), source },
    ...(geometry !== undefined && { geometry }),
    ...(orientation !== undefined && { orientation }),
  };
}

/** Geometry of a source in the configurations; undefined for the whole picture, upright. */
export function sourceGeometry(
  board: Board,
  configurations: readonly VideoSourceEntity[],
  source: string,
): SourceGeometry | undefined {
  const entity = configurations.find((one) => one.source === source);
  if (entity === undefined) return undefined;
  const fact = sourceFact(board, source);
  const geometry = geometryOf(fact, entity);
  return isPlain(fact, geometry) ? undefined : geometry;
}

/** @param store tells the board, whose sizes change with the mode of a source */
function view(store: {
  readonly board: Board;
}): ConfigurationView<VideoSourceEntity, tt.VideoSourceConfiguration, tt.VideoSourceConfigurationOptions> {
  return {
    toWire: (entity, count) => videoSourceToWire(store.board, entity, count),
    options: (entities, token) =>
      videoSourceOptions(store.board, entities.VideoSource.find((one) => one.token === token)?.source),
    change: (present, wanted) => changeVideoSource(store.board, present, wanted),
  };
}

export const videoSource: Kind<'VideoSource', VideoSourceEntity> = {
  name: 'VideoSource',
  ver10: 'VideoSource',
  needs: { media: [], media2: [] },
  missing: () => undefined,
  defaults: ({ board }) => {
    if (board.sources.length === 0) throw new Error(`board ${board.name} has no video source`);
    return board.sources.map(({ id }, index) => ({
      token: `VideoSourceConfig${index + 1}`,
      name: index === 0 ? 'source' : `source${index + 1}`,
      source: id,
    }));
  },
  stored: ({ board }) =>
    z.object({
      ...named,
      source: among(
        board.sources.map(({ id }) => id),
        'source',
      ),
      geometry: storedGeometry.exactOptional(),
      orientation: among(sceneOrientations, 'orientation').exactOptional(),
    }),
  media: ({ store }) => view(store),
  media2: ({ store }) => view(store),
};
