import type { MessagePath } from './message-path.ts';
import type { XmlElement } from './xml-element.ts';

/** Both directions of one type, as the content of any element. */
export interface ElementCodec {
  decode(element: XmlElement, path: MessagePath): unknown;
  /** The whole element; `tag` is its prefixed name. */
  encode(value: unknown, tag: string, path: MessagePath): string;
}

/** Finds the codec of a type by prefixed name; types refer to each other (and to themselves) through it, at first use. */
export type CodecLookup = (type: string) => ElementCodec;
