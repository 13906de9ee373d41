import type { MessagePath } from './message-path.ts';
import type { XmlElement } from './xml-element.ts';

/** Decoder and encoder of one type as the content of any element. */
export interface ElementCodec {
  decode(element: XmlElement, path: MessagePath): unknown;
  /** Encodes a whole element; `depth` counts the elements around it. Throws EncodeError with the path below it. */
  encode(value: unknown, tag: ElementTag, depth: number): string;
}

/** Tags of an element, made once because every message repeats them. */
interface ElementTag {
  /** Start without its end, `<tt:Width`; attributes follow. */
  readonly start: string;
  readonly end: string;
}

export function elementTag(name: string): ElementTag {
  return { start: `<${name}`, end: `</${name}>` };
}

/** Finds the codec of a type by prefixed name; types refer to each other (and to themselves) through it, at first use. */
export type CodecLookup = (type: string) => ElementCodec;
