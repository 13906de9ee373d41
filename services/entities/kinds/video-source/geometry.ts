import { z } from 'zod';
import type { Board } from '../../../../hal/boards/board.ts';
import type { PixelRectangle, SourceGeometry } from '../../../../hal/ports/media-engine.ts';
import type * as tt from '../../../generated/tt.ts';
import { modify } from '../../changes.ts';

type SourceFact = Board['sources'][number];

/** A source with the geometry that a client set; absent: the whole picture, upright. */
interface Shaped {
  readonly source: string;
  readonly geometry?: SourceGeometry;
}

const turns: readonly SourceGeometry['rotate'][] = [0, 90, 180, 270];
/** Turn of Rotate mode ON without Degree (tt:Rotate). */
const defaultTurn = 180;
/** Smallest side of a cut picture: an eighth of the source, 64 pixels at least. */
const smallest = { part: 8, pixels: 64 } as const;

export const storedGeometry: z.ZodType<SourceGeometry> = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }),
  rotate: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  mirror: z.boolean(),
});

/** Chroma samples cover two pixels, so edges have even places. */
function even(value: number): number {
  return value - (value % 2);
}

function least(side: number): number {
  return Math.min(side, even(Math.max(smallest.pixels, Math.floor(side / smallest.part))));
}

/** Whether pictures of a source can be cut, turned and mirrored: encoded ones are sent unchanged. */
export function isShapeable({ camera }: SourceFact): boolean {
  return camera.driver !== 'encoded-file';
}

function whole({ width, height }: SourceFact): PixelRectangle {
  return { x: 0, y: 0, width, height };
}

function fits({ width, height }: SourceFact, { bounds }: SourceGeometry): boolean {
  const inside = bounds.x >= 0 && bounds.y >= 0;
  return inside && bounds.x + bounds.width <= width && bounds.y + bounds.height <= height;
}

/** Geometry that is in force. One that was stored for a larger sensor counts as none. */
export function geometryOf(fact: SourceFact, { geometry }: Shaped): SourceGeometry {
  const usable = geometry !== undefined && isShapeable(fact) && fits(fact, geometry);
  return usable ? geometry : { bounds: whole(fact), rotate: 0, mirror: false };
}

/** Whether the picture is that of the source as it is. */
export function isPlain(fact: SourceFact, { bounds, rotate, mirror }: SourceGeometry): boolean {
  return rotate === 0 && !mirror && bounds.width === fact.width && bounds.height === fact.height;
}

/** Bounds and rotation as both services write them; Rotate is always there where it is supported. */
export function geometryToWire(
  fact: SourceFact,
  entity: Shaped,
): Pick<tt.VideoSourceConfiguration, 'Bounds' | 'Extension'> {
  const { bounds, rotate, mirror } = geometryOf(fact, entity);
  if (!isShapeable(fact)) return { Bounds: bounds };
  const turn = rotate === 0 ? ({ Mode: 'OFF' } as const) : ({ Mode: 'ON', Degree: rotate } as const);
  return { Bounds: bounds, Extension: { Rotate: { Mirror: mirror, ...turn } } };
}

/** Ranges of Bounds, and how the picture can be turned. */
export function geometryOptions(
  fact: SourceFact,
): Pick<tt.VideoSourceConfigurationOptions, 'BoundsRange' | 'Extension'> {
  const { width, height } = fact;
  const cut = isShapeable(fact);
  const [narrow, low] = cut ? [least(width), least(height)] : [width, height];
  const BoundsRange = {
    XRange: { Min: 0, Max: width - narrow },
    YRange: { Min: 0, Max: height - low },
    WidthRange: { Min: narrow, Max: width },
    HeightRange: { Min: low, Max: height },
  };
  if (!cut) return { BoundsRange };
  const DegreeList = { Items: turns.filter((turn) => turn !== 0) };
  return { BoundsRange, Extension: { Rotate: { Reboot: false, Mirror: true, Mode: ['OFF', 'ON'], DegreeList } } };
}

/** Bounds within the ranges, adapted to even places inside the source (ONVIF Media, SetVideoSourceConfiguration). */
function newBounds(fact: SourceFact, wanted: tt.IntRectangle): PixelRectangle {
  const { BoundsRange } = geometryOptions(fact);
  const rows = [
    ['x', BoundsRange.XRange],
    ['y', BoundsRange.YRange],
    ['width', BoundsRange.WidthRange],
    ['height', BoundsRange.HeightRange],
  ] as const;
  for (const [name, { Min, Max }] of rows) {
    const value = wanted[name];
    if (!(value >= Min && value <= Max)) throw modify(`Bounds ${name} ${value} is not in ${Min}..${Max}`);
  }
  const [width, height] = [
    wanted.width === fact.width ? fact.width : even(wanted.width),
    wanted.height === fact.height ? fact.height : even(wanted.height),
  ];
  const x = even(Math.min(wanted.x, fact.width - width));
  return { x, y: even(Math.min(wanted.y, fact.height - height)), width, height };
}

/** Geometry with the same part of the picture for a source of another size; undefined for the whole picture, upright. */
export function scaledGeometry(
  from: SourceFact,
  to: SourceFact,
  { bounds, ...turn }: SourceGeometry,
): SourceGeometry | undefined {
  const [across, down] = [to.width / from.width, to.height / from.height];
  const width = Math.max(least(to.width), even(Math.round(bounds.width * across)));
  const height = Math.max(least(to.height), even(Math.round(bounds.height * down)));
  const x = even(Math.min(Math.round(bounds.x * across), to.width - width));
  const y = even(Math.min(Math.round(bounds.y * down), to.height - height));
  const geometry = { bounds: { x, y, width, height }, ...turn };
  return isPlain(to, geometry) ? undefined : geometry;
}

function newTurn({ Mode, Degree = defaultTurn }: tt.Rotate): SourceGeometry['rotate'] {
  if (Mode === 'AUTO') throw modify('Rotate mode AUTO is not offered: the camera does not know how it hangs');
  if (Mode === 'OFF') return 0;
  const turn = turns.find((one) => one === Degree);
  if (turn === undefined) throw modify(`Degree ${Degree} must be one of ${turns.join(', ')}`);
  return turn;
}

/** Geometry that a client wants; members that are absent stay as they are. Fault: ConfigModify. */
export function newGeometry(
  fact: SourceFact,
  present: SourceGeometry,
  wanted: tt.VideoSourceConfiguration,
): SourceGeometry | undefined {
  const bounds = newBounds(fact, wanted.Bounds);
  const Rotate = wanted.Extension?.Rotate;
  const rotate = Rotate === undefined ? present.rotate : newTurn(Rotate);
  const mirror = Rotate?.Mirror ?? present.mirror;
  if (!isShapeable(fact) && (rotate !== 0 || mirror)) throw modify('The picture of this source cannot be turned');
  const geometry = { bounds, rotate, mirror };
  return isPlain(fact, geometry) ? undefined : geometry;
}
