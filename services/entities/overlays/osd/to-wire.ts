import type * as tt from '../../../generated/tt.ts';
import { colorOptions, colorToWire } from '../color.ts';
import { dateFormats, timeFormats } from './formats.ts';
import { imageLimits, slotAddress, slots } from './images/slots.ts';
import { fontSizes, mostOsds, type OsdText, positions, type StoredOsd, textTypes } from './stored-osd.ts';

function coloured({ color, transparent }: NonNullable<OsdText['fontColor']>): tt.OSDColor {
  return { Color: colorToWire(color), ...(transparent !== undefined && { Transparent: transparent }) };
}

function textToWire({ type, date, time, fontSize, fontColor, background, plain }: OsdText): tt.OSDTextConfiguration {
  return {
    Type: type,
    ...(date !== undefined && { DateFormat: date }),
    ...(time !== undefined && { TimeFormat: time }),
    ...(fontSize !== undefined && { FontSize: fontSize }),
    ...(fontColor && { FontColor: coloured(fontColor) }),
    ...(background && { BackgroundColor: coloured(background) }),
    ...(plain !== undefined && { PlainText: plain }),
  };
}

/** @param origin of the request, for the address of an image */
export function toWire(
  { token, configuration, position, text, image }: StoredOsd,
  origin: string,
): tt.OSDConfiguration {
  const { type: Type, at } = position;
  const common = {
    token,
    VideoSourceConfigurationToken: { value: configuration },
    Position: { Type, ...(at && { Pos: { x: at.x, y: at.y } }) },
  };
  if (text !== undefined) return { ...common, Type: 'Text', TextString: textToWire(text) };
  return { ...common, Type: 'Image', Image: { ImgPath: slotAddress(origin, image ?? 0) } };
}

const colors: tt.OSDColorOptions = { Color: colorOptions, Transparent: { Min: 0, Max: 100 } };

/** Options of a video source configuration. */
export function osdOptions(origin: string): tt.OSDConfigurationOptions {
  return {
    MaximumNumberOfOSDs: { Total: mostOsds, Image: slots.length },
    Type: ['Text', 'Image'],
    PositionOption: positions,
    TextOption: {
      Type: textTypes,
      FontSizeRange: { Min: fontSizes.min, Max: fontSizes.max },
      DateFormat: dateFormats,
      TimeFormat: timeFormats,
      FontColor: colors,
      BackgroundColor: colors,
    },
    ImageOption: {
      FormatsSupported: ['image/png'],
      MaxSize: imageLimits.bytes,
      MaxWidth: imageLimits.side,
      MaxHeight: imageLimits.side,
      ImagePath: slots.map((slot) => slotAddress(origin, slot)),
    },
  };
}
