// wants: the machine: compares processor times, which a neighbour in the cache changes
// time limit: 240 s
import { createRequire } from 'node:module';
import { suite } from 'uvu';
import { decodeElement } from '../../../services/schema/codec.ts';
import { openEnvelope } from '../../../services/soap/envelope.ts';
import { toXmlElement, xml2jsOptions } from '../../../services/soap/parsed-node.ts';
import { checkWellFormed } from '../../../services/soap/well-formed.ts';
import { assertLinearCost, type WorstInput } from '../../linear-cost.ts';
import { message } from './messages.ts';

const costs = suite('cost of XML');

interface Xml2js {
  parseString(text: string, options: object, done: (error: Error | null, document: unknown) => void): void;
}

const load = createRequire(import.meta.url);
const xml2js = createRequire(load.resolve('koa-xml-body'))('xml2js') as Xml2js;

/** The way of a body from its text to the value of its operation. */
function read(text: string): void {
  let parsed: unknown;
  xml2js.parseString(text, xml2jsOptions, (_error, document) => {
    parsed = document;
  });
  checkWellFormed(text, undefined);
  const root = toXmlElement(parsed);
  if (root !== undefined) decodeElement('tds:SetScopes', openEnvelope(root).message);
}

const longest = 256 * 1024;
const repeated = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length));
const scopes = (content: string, attributes = ''): string =>
  message(`<tds:SetScopes${attributes}>${content}</tds:SetScopes>`);
const numbered = (length: number, piece: (at: number) => string): string => {
  let text = '';
  for (let at = 0; text.length < length; at += 1) text += piece(at);
  return text;
};

const worst: Readonly<Record<string, WorstInput>> = {
  'many elements of one name': (length) => scopes(repeated('<tds:Scopes>a</tds:Scopes>', length)),
  'many elements of many names': (length) => scopes(numbered(length, (at) => `<a${at}/>`)),
  'many elements under many namespaces': (length) =>
    scopes(
      repeated('<n0:Scopes>a</n0:Scopes>', length),
      numbered(length / 4, (at) => ` xmlns:n${at}="u${at}"`),
    ),
  'a declaration on every element': (length) => scopes(numbered(length, (at) => `<n${at}:a xmlns:n${at}="u"/>`)),
  'many attributes': (length) =>
    scopes(
      '',
      numbered(length, (at) => ` a${at}="1"`),
    ),
  'many attributes of many namespaces': (length) =>
    scopes('', ` xmlns:x="urn:x"${numbered(length, (at) => ` x:a${at}="1"`)}`),
  'elements within elements': (length) => message(repeated('<a>', length / 2) + repeated('</a>', length / 2)),
  'elements that never end': (length) => repeated('<a>', length),
  'a long text': (length) => scopes(`<tds:Scopes>${' '.repeat(length)}x</tds:Scopes>`),
  'many references': (length) => scopes(`<tds:Scopes>${repeated('&amp;', length)}</tds:Scopes>`),
  'a reference that never ends': (length) => scopes(`<tds:Scopes>&${'a'.repeat(length)}</tds:Scopes>`),
  'many ampersands': (length) => scopes(`<tds:Scopes>${'&'.repeat(length)}</tds:Scopes>`),
  'many short comments': (length) => scopes(repeated('<!---->', length)),
  'a comment of hyphens': (length) => `<!--${repeated('- ', length)}-->${message('')}`,
  'a comment that never ends': (length) => `<!--${repeated('->', length)}`,
  'many CDATA sections': (length) => scopes(`<tds:Scopes>${repeated('<![CDATA[]]>', length)}</tds:Scopes>`),
  'CDATA of brackets': (length) => scopes(`<tds:Scopes><![CDATA[${']'.repeat(length)}]]></tds:Scopes>`),
  'many instructions': (length) => repeated('<?a?>', length) + message(''),
  'an instruction of question marks': (length) => `<?a ${'?'.repeat(length)}?>${message('')}`,
  'a long name': (length) => message(`<${'a'.repeat(length)}/>`),
  'a long attribute': (length) => scopes('', ` a="${'&lt; '.repeat(length / 5)}"`),
  'blanks in a tag': (length) => message(`<tds:SetScopes${' '.repeat(length)}/>`),
  'blanks behind the root': (length) => message('<tds:SetScopes/>') + ' '.repeat(length),
  'many declarations of XML': (length) => repeated('<?xml version="1.0"?>', length),
  'header blocks': (length) => message('<tds:SetScopes/>', repeated('<wsa:A/>', length)),
};

for (const [name, input] of Object.entries(worst)) {
  costs(`grows no faster than the body: ${name}`, () => assertLinearCost(read, input, { longest }));
}

costs.run();
