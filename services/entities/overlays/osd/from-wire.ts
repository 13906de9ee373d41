import { Fault } from '../../../faults/fault.ts';
import type * as tt from '../../../generated/tt.ts';
import { newColor } from '../color.ts';
import { dateFormats, defaultFormats, listedFormat, timeFormats } from './formats.ts';
import { slotOf } from './images/slots.ts';
import { fontSizes, longestText, type OsdText, positions, type StoredOsd, textTypes } from './stored-osd.ts';

function modify(reason: string): Fault {
  return new Fault('ConfigModifyReceiver', reason);
}

function position({ Type, Pos }: tt.OSDPosConfiguration): StoredOsd['position'] {
  const type = positions.find((one) => one === Type);
  if (type === undefined) throw modify(`Position ${Type} is not offered`);
  if (type !== 'Custom') return { type };
  const { x = Number.NaN, y = Number.NaN } = Pos ?? {};
  if (!(Math.abs(x) <= 1 && Math.abs(y) <= 1)) throw modify('Position Custom wants a Pos within -1..1');
  return { type, at: { x, y } };
}

function percent(value: number): number {
  return Math.min(100, Math.max(0, value));
}

function coloured({ Color, Transparent }: tt.OSDColor): NonNullable<OsdText['fontColor']> {
  const color = newColor(Color);
  return Transparent === undefined ? { color } : { color, transparent: percent(Transparent) };
}

function format(formats: readonly string[], wanted: string, what: string): string {
  const listed = listedFormat(formats, wanted);
  if (listed === undefined) throw modify(`${what} ${wanted} is not offered`);
  return listed;
}

/** Control characters but line feeds, lone surrogates and byte order marks do not belong into a picture. */
function printable(text: string): string {
  const lines = text.replaceAll(/\r\n?/g, '\n');
  const kept = [...lines].filter(
    (character) => character === '\n' || !/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u.test(character),
  );
  return kept.slice(0, longestText).join('');
}

/** Formats that the text's type shows: the client's, else the usual ones. */
function clock(type: OsdText['type'], wanted: tt.OSDTextConfiguration): Pick<OsdText, 'date' | 'time'> {
  const { DateFormat = defaultFormats.date, TimeFormat = defaultFormats.time } = wanted;
  return {
    ...((type === 'Date' || type === 'DateAndTime') && { date: format(dateFormats, DateFormat, 'DateFormat') }),
    ...((type === 'Time' || type === 'DateAndTime') && { time: format(timeFormats, TimeFormat, 'TimeFormat') }),
  };
}

function textOf(wanted: tt.OSDTextConfiguration | undefined): OsdText {
  const type = textTypes.find((one) => one === wanted?.Type);
  if (wanted === undefined || type === undefined) throw modify(`TextString wants a Type of ${textTypes.join(', ')}`);
  const { FontSize, FontColor, BackgroundColor, PlainText } = wanted;
  const { min, max } = fontSizes;
  return {
    ...{ type, ...clock(type, wanted) },
    ...(FontSize !== undefined && { fontSize: Math.min(max, Math.max(min, FontSize)) }),
    ...(FontColor !== undefined && { fontColor: coloured(FontColor) }),
    ...(BackgroundColor !== undefined && { background: coloured(BackgroundColor) }),
    ...(type === 'Plain' && { plain: printable(PlainText ?? '') }),
  };
}

/** OSD that a client wants. Fault: ConfigModify. IsPersistentText is not kept: texts are persistent. */
export function fromWire(wanted: tt.OSDConfiguration, configuration: string): Omit<StoredOsd, 'token'> {
  const common = { configuration, position: position(wanted.Position) };
  if (wanted.Type === 'Text') return { ...common, text: textOf(wanted.TextString) };
  if (wanted.Type !== 'Image') throw modify(`Type ${wanted.Type} is not offered`);
  const image = slotOf(wanted.Image?.ImgPath ?? '');
  if (image === undefined) throw modify('ImgPath is none of the ImagePath list');
  return { ...common, image };
}
