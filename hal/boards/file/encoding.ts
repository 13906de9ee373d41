import { audioFormats } from '../../codecs/audio-formats.ts';
import { videoFormats } from '../../codecs/video-formats.ts';
import type { Board } from '../board.ts';
import type { VideoSourceMode } from '../facts/camera.ts';
import type { ValueFault } from './yaml-file.ts';

interface Encoding {
  readonly encoders: readonly { readonly element: string }[];
}

const formats: Readonly<Record<string, Encoding>> = { ...videoFormats, ...audioFormats };

function listed(values: Iterable<string | number>): string {
  return [...new Set(values)].join(', ');
}

/** Encoder elements that are not in the rows of their codec; the media process could not start with them. */
function elements({ encoderElements = {} }: Board): readonly ValueFault[] {
  return Object.entries(encoderElements).flatMap(([codec, names]) => {
    const known = formats[codec]?.encoders.map(({ element }) => element) ?? [];
    return names.flatMap((name, index): ValueFault[] =>
      known.includes(name)
        ? []
        : [
            {
              path: ['encoderElements', codec, index],
              message: `${name} is no encoder of ${codec}; known are ${listed(known)}`,
            },
          ],
    );
  });
}

function sourceFault(
  { width, height, frameRate }: Omit<VideoSourceMode, 'id'>,
  { encoders }: Board,
): [string, string] | undefined {
  const size = `${width}x${height}`;
  const named = (one: { readonly width: number; readonly height: number }): string => `${one.width}x${one.height}`;
  const fitting = encoders.filter(({ resolutions }) => resolutions.some((one) => named(one) === size));
  if (fitting.length === 0) {
    const sizes = listed(encoders.flatMap(({ resolutions }) => resolutions.map(named)));
    return ['width', `no encoder of the board has ${size}; they have ${sizes}`];
  }
  const rates = fitting.flatMap(({ frameRates }) => frameRates);
  if (rates.includes(frameRate)) return undefined;
  return [
    'frameRate',
    `no encoder of the board has ${frameRate} pictures a second at ${size}; it has ${listed(rates)}`,
  ];
}

/** Sources, and modes of them, whose picture no encoder of the board accepts without scaling. */
function sources(board: Board): readonly ValueFault[] {
  return board.sources.flatMap((source, index): ValueFault[] => {
    const own = { picture: source, path: ['sources', index] };
    const modes = (source.modes ?? []).map((picture, at) => ({ picture, path: ['sources', index, 'modes', at] }));
    return [own, ...modes].flatMap(({ picture, path }): ValueFault[] => {
      const [member, message] = sourceFault(picture, board) ?? [];
      return member === undefined || message === undefined
        ? []
        : [{ path: [...path, member], against: ['encoders'], message }];
    });
  });
}

/** Unknown encoder elements, and sources whose size or rate no encoder of the board has. */
export function encodingFaults(board: Board): readonly ValueFault[] {
  return [...elements(board), ...sources(board)];
}
