import { type StoredColor, white } from '../color.ts';
import { doubleText, listText, stringText } from '../gvariant.ts';
import { fontSizes, type OsdText, type StoredOsd } from './stored-osd.ts';

/** Pixels of an image as the media process reads them. */
export interface ImageFile {
  readonly path: string;
  readonly width: number;
  readonly height: number;
}

function colorText({ space, values }: StoredColor, transparent = 0): string {
  return `(${space === 'RGB'}, ${values.map(doubleText).join(', ')}, ${doubleText(1 - transparent / 100)})`;
}

const noText: OsdText = { type: 'Plain', plain: '' };

/** A layer in GVariant text: see VideoEncoderState. */
function layerText({ position, text = noText }: StoredOsd, image: ImageFile | undefined): string {
  const { x = 0, y = 0 } = position.at ?? {};
  const { plain = '', date = '', time = '', fontSize = fontSizes.usual, fontColor, background } = text;
  const { path = '', width = 0, height = 0 } = image ?? {};
  const parts = [
    `(${stringText(position.type)}, ${doubleText(x)}, ${doubleText(y)})`,
    `(${[plain, date, time].map(stringText).join(', ')})`,
    doubleText(fontSize),
    colorText(fontColor?.color ?? white, fontColor?.transparent),
    `${background !== undefined}`,
    colorText(background?.color ?? white, background?.transparent),
    `(${stringText(path)}, ${width}, ${height})`,
  ];
  return `(${parts.join(', ')})`;
}

/** The on-screen display of a configuration as the media engine takes it. @param images by slot; an empty slot shows nothing */
export function osdText(osds: readonly StoredOsd[], images: ReadonlyMap<number, ImageFile>): string {
  return listText(osds.map((osd) => layerText(osd, osd.image === undefined ? undefined : images.get(osd.image))));
}
