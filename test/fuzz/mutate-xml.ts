import { mutate } from './mutate.ts';
import type { Random } from './random.ts';

/** Bytes of an input, and changes of one. */
const longest = 16_384;
const changesLimit = 4;

/** Texts that mean something to some simple type of the schema, or to none. */
const values = [
  ...['', ' ', '0', '1', '-1', '-0.5', '0.25', '1e3', '+7', '007', 'INF', 'NaN', '4294967296', '1e999', '0x10'],
  ...['true', 'false', 'TRUE', 'AUTO', 'ON', 'OFF', 'MANUAL', 'PT0S', 'PT10S', 'PT0.5S', 'P1Y', '-PT1S', 'P'],
  ...['2026-01-01T00:00:00Z', '2026-02-30T00:00:00', '00:00:00', 'admin', 'Profile1', 'VideoSource1', 'PTZ1', '1 2 3'],
  ...[
    'http://www.onvif.org/ver10/tptz/PanTiltSpaces/PositionGenericSpace',
    'a:b',
    '192.0.2.1',
    'AAECAw==',
    '&#32;',
    '&amp;',
  ],
  ...['<![CDATA[a]]>', '<!-- -->', '<?a b?>', 'ä'.repeat(70), 'x'.repeat(5000)],
];
const attributes = [
  ' token="1"',
  ' a="1"',
  ' x="0.5" y="-0.5"',
  ' x="NaN"',
  ' space=""',
  ' xmlns="urn:a"',
  ' xml:lang="en"',
  ' PositionX=""',
];
const between = [' ', '\r\n\t', '<!-- <a> -->', '<?a?>', '<a/>', '<b xmlns="urn:b">1</b>'];

/** Tags and the texts between them. */
type Parts = readonly string[];
type Change = (parts: Parts, random: Random, others: readonly Parts[]) => Parts;

const isStart = (part: string): boolean => /^<[^/!?]/.test(part) && !part.endsWith('/>');

/** Place behind the end of the element that starts at `from`; the end of all where it is not closed. */
function endOf(parts: Parts, from: number): number {
  let depth = 0;
  for (let at = from; at < parts.length; at += 1) {
    const part = parts[at] ?? '';
    if (isStart(part)) depth += 1;
    else if (part.startsWith('</')) depth -= 1;
    if (depth <= 0) return at + 1;
  }
  return parts.length;
}

/** Start and end of one element, of any depth. */
function anElement(parts: Parts, random: Random): readonly [from: number, to: number] {
  const starts = [...parts.keys()].filter((at) => /^<[^/!?]/.test(parts[at] ?? ''));
  const from = random.of(starts, 0);
  return [from, endOf(parts, from)];
}

function spliced(parts: Parts, from: number, to: number, by: Parts): Parts {
  return [...parts.slice(0, from), ...by, ...parts.slice(to)];
}

/** The parts with one tag that `change` makes anew. */
function withTag(parts: Parts, random: Random, change: (tag: string) => string): Parts {
  const [from] = anElement(parts, random);
  return spliced(parts, from, from + 1, [change(parts[from] ?? '')]);
}

const changes: readonly Change[] = [
  (parts, random) => spliced(parts, ...anElement(parts, random), []),
  (parts, random) => {
    const [from, to] = anElement(parts, random);
    const twin = parts.slice(from, to);
    return spliced(parts, to, to, Array.from({ length: 1 + random.below(20) }, () => twin).flat());
  },
  (parts, random, others) => {
    const other = random.of(others, parts);
    return spliced(parts, ...anElement(parts, random), other.slice(...anElement(other, random)));
  },
  (parts, random) => {
    const leaves = [...parts.keys()].filter(
      (at) => isStart(parts[at] ?? '') && !(parts[at + 1] ?? '<').startsWith('<'),
    );
    const at = random.of(leaves, 0);
    return spliced(parts, at + 1, at + 2, [random.of(values, '')]);
  },
  (parts, random) => withTag(parts, random, (tag) => tag.replace(/(?=\/?>$)/, random.of(attributes, ''))),
  (parts, random) => withTag(parts, random, (tag) => tag.replace(/"[^"]*"(?=[^"]*$)/, `"${random.of(values, '')}"`)),
  (parts, random) => {
    const at = random.below(parts.length + 1);
    return spliced(parts, at, at, [random.of(between, '')]);
  },
];

function partsOf(text: string): Parts {
  return text.match(/<[^>]*>|[^<]+/g) ?? [];
}

/** An XML document that was made of a seed by changes to its elements, every fourth time to its bytes as well. */
export function mutateXml(seed: Buffer, random: Random, pieces: readonly Buffer[]): Buffer {
  const others = pieces.map((piece) => partsOf(piece.toString('utf8'))).filter(({ length }) => length > 1);
  let parts = partsOf(seed.toString('utf8'));
  for (let left = 1 + random.below(changesLimit); left > 0; left -= 1)
    parts = random.of(changes, (same: Parts) => same)(parts, random, others);
  const made = Buffer.from(parts.join('')).subarray(0, longest);
  return random.below(4) === 0 ? mutate(made, random, pieces) : made;
}
