import type { ElementCodec } from '../element-codec.ts';
import { escapeText } from '../escape.ts';
import { EncodeError } from '../schema-error.ts';
import { isInstanceAttribute } from '../xsi.ts';
import type { SimpleCodec } from './lexical.ts';
import { decodeSimple } from './simple-type.ts';

/** Codec of an element that has text only. */
export function simpleElementCodec(codec: SimpleCodec): ElementCodec {
  return {
    decode(element, path) {
      const [child] = element.children;
      if (child !== undefined) {
        path.refuse('unexpected', child.local);
      }
      const foreign = element.attributes.find((attribute) => !isInstanceAttribute(attribute));
      if (foreign !== undefined) {
        path.refuse('prohibited-attribute', `@${foreign.local}`);
      }
      return decodeSimple(codec, element.text, element.namespaces) ?? path.refuse(codec.refusal);
    },
    encode(value, { start, end }) {
      const text = codec.encode(value);
      if (text === undefined) {
        throw new EncodeError('the value does not fit its type', '');
      }
      return text === '' ? `${start}/>` : `${start}>${escapeText(text)}${end}`;
    },
  };
}
