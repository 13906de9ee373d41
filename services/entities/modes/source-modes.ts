import type { Board } from '../../../hal/boards/board.ts';
import type { VideoSourceMode } from '../../../hal/boards/facts/camera.ts';
import type { VideoEncoderCapabilities } from '../../../hal/ports/media-engine.ts';

type Source = Board['sources'][number];

/** Mode of each video source that is not in its first one, by the id of the source. */
export type SourceModes = Readonly<Record<string, string>>;

/** Mode in which a source captures; undefined for a source that has only one. */
export function modeOf({ id, modes = [] }: Source, set: SourceModes): VideoSourceMode | undefined {
  return modes.find((mode) => mode.id === set[id]) ?? modes[0];
}

/** Whether a source of the board has more than one mode. */
export function hasModes({ sources }: Board): boolean {
  return sources.some(({ modes = [] }) => modes.length > 1);
}

function sourceIn(source: Source, set: SourceModes): Source {
  const mode = modeOf(source, set);
  return mode === undefined ? source : { ...source, width: mode.width, height: mode.height, frameRate: mode.frameRate };
}

/** Board whose sources have the sizes and rates of their modes. */
export function boardIn(board: Board, set: SourceModes): Board {
  return hasModes(board) ? { ...board, sources: board.sources.map((source) => sourceIn(source, set)) } : board;
}

/** Those that pass, or else the least. */
function passing<Value>(all: readonly Value[], passes: (one: Value) => boolean): readonly Value[] {
  const found = all.filter(passes);
  return found.length > 0 ? found : all.slice(0, 1);
}

/** Encoders as far as sources with modes deliver: no picture is made larger, and none is sent twice. */
export function encodersIn(
  board: Board,
  encoders: readonly VideoEncoderCapabilities[],
): readonly VideoEncoderCapabilities[] {
  if (!hasModes(board)) return encoders;
  const { sources } = board;
  const most = (member: 'width' | 'height' | 'frameRate'): number => Math.max(...sources.map((one) => one[member]));
  const [width, height, frameRate] = [most('width'), most('height'), most('frameRate')];
  return encoders.map((able) => ({
    ...able,
    resolutions: passing(able.resolutions, (one) => one.width <= width && one.height <= height),
    frameRates: passing(able.frameRates, (rate) => rate <= frameRate),
  }));
}
