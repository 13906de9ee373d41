import { SaxesParser } from 'saxes';

/** Value of an XML element in JSON (ONVIF Core, annex on the JSON payload format). */
export type ElementJson = string | null | { readonly [name: string]: ElementJson | readonly ElementJson[] };

/** Prefixes of namespaces that ONVIF defines for values; they are dropped, others are kept. */
const dropped = /^(?:tt|fc|bd|ttr):/;

interface Node {
  readonly name: string;
  readonly members: Map<string, ElementJson[]>;
  text: string;
}

function valueOfNode({ members, text }: Node): ElementJson {
  const content = text.trim();
  if (members.size === 0) return content === '' ? null : content;
  const all = [...members].map(([name, values]) => [name, values.length === 1 ? values[0] : values] as const);
  return Object.fromEntries(content === '' ? all : [...all, ['#text', content]]) as ElementJson;
}

/**
 * Turns an encoded element into `{ name: value }`: attributes are members with `@`, repeated children are lists, elements without
 * content are null. Throws for text that the encoder did not write.
 */
export function elementJson(xml: string): ElementJson {
  const root: Node = { name: '', members: new Map(), text: '' };
  const open: Node[] = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const members = new Map<string, ElementJson[]>();
    for (const [key, value] of Object.entries(attributes)) {
      if (key !== 'xmlns' && !key.startsWith('xmlns:')) members.set(`@${key.replace(dropped, '')}`, [value]);
    }
    open.push({ name: name.replace(dropped, ''), members, text: '' });
  });
  parser.on('text', (text) => {
    const node = open.at(-1);
    if (node !== undefined) node.text += text;
  });
  parser.on('closetag', () => {
    const node = open.pop();
    const parent = open.at(-1);
    if (node === undefined || parent === undefined) return;
    const value = valueOfNode(node);
    const values = parent.members.get(node.name);
    if (values === undefined) parent.members.set(node.name, [value]);
    else values.push(value);
  });
  parser.write(xml).close();
  return valueOfNode(root);
}
