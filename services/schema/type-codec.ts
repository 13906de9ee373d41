import { complexShape } from './complex-shape.ts';
import { complexDecoder } from './decode-complex.ts';
import type { ElementCodec } from './element-codec.ts';
import { complexEncoder } from './encode-complex.ts';
import { simpleElementCodec } from './simple/simple-element.ts';
import { simpleCodec } from './simple/simple-type.ts';

/** Codecs by type name, compiled at first use; bounded by the types of the tables. */
const compiled = new Map<string, ElementCodec>();

/** Codec of a type by prefixed name. Throws for an unknown name. */
export function typeCodec(name: string): ElementCodec {
  const known = compiled.get(name);
  if (known !== undefined) {
    return known;
  }
  const codec = compile(name);
  compiled.set(name, codec);
  return codec;
}

function compile(name: string): ElementCodec {
  const simple = simpleCodec(name);
  if (simple !== undefined) {
    return simpleElementCodec(simple);
  }
  const shape = complexShape(name);
  if (shape === undefined) {
    throw new Error(`the schemas have no type ${name}`);
  }
  return { decode: complexDecoder(shape, typeCodec), encode: complexEncoder(shape, typeCodec) };
}
