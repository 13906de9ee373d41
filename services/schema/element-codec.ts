import type { MessagePath } from './message-path.ts';
import type { XmlElement } from './xml-element.ts';

/** Both directions of one type, as the content of any element. */
export interface ElementCodec {
  decode(element: XmlElement, path: MessagePath): unknown;
  /** The whole element. `depth` counts the elements around it. Throws EncodeError with the path below the element. */
  encode(value: unknown, tag: ElementTag, depth: number): string;
}

/** An element's tags, put together once because every message repeats them. */
export interface ElementTag {
  /** `<tt:Width`, still open for attributes */
  readonly start: string;
  readonly end: string;
}

export function elementTag(name: string): ElementTag {
  return { start: `<${name}`, end: `</${name}>` };
}

/** Finds the codec of a type by prefixed name; types refer to each other (and to themselves) through it, at first use. */
export type CodecLookup = (type: string) => ElementCodec;
