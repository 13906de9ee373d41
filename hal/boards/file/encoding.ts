import { audioFormats } from '../../codecs/audio-formats.ts';
import { videoFormats } from '../../codecs/video-formats.ts';
import type { Board, VideoSourceFact } from '../board.ts';
import type { WiringFault } from './wiring.ts';

interface Encoding {
  readonly encoders: readonly { readonly element: string }[];
}

const formats: Readonly<Record<string, Encoding>> = { ...videoFormats, ...audioFormats };

function listed(values: Iterable<string | number>): string {
  return [...new Set(values)].join(', ');
}

/** Encoder elements that their codec does not know: the media process could not start with one. */
function elements({ encoderElements = {} }: Board): readonly WiringFault[] {
  return Object.entries(encoderElements).flatMap(([codec, names]) => {
    const known = formats[codec]?.encoders.map(({ element }) => element) ?? [];
    return names.flatMap((name, index): WiringFault[] =>
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

function sourceFault({ width, height, frameRate }: VideoSourceFact, { encoders }: Board): [string, string] | undefined {
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

/** Pictures that no encoder of the board can take as they are. */
function sources(board: Board): readonly WiringFault[] {
  return board.sources.flatMap((source, index): WiringFault[] => {
    const [member, message] = sourceFault(source, board) ?? [];
    return member === undefined || message === undefined
      ? []
      : [{ path: ['sources', index, member], against: ['encoders'], message }];
  });
}

/** Encoder elements that nobody knows, and sources whose size or rate no encoder of the board has. */
export function encodingFaults(board: Board): readonly WiringFault[] {
  return [...elements(board), ...sources(board)];
}
