import { SaxesParser } from 'saxes';
import { Fault } from '../faults/fault.ts';

/** Levels of elements at most; the deepest ONVIF message needs about twenty. */
export const deepest = 64;

function refuse(reason: string): never {
  throw new Fault('WellFormed', `Well-formed Error: ${reason}`);
}

/** First line of a parser error; it may quote names of the document, never its text. */
function reasonOf(error: Error): string {
  return (error.message.split('\n')[0] ?? '').slice(0, 200);
}

/**
 * Refuses documents that xml2js accepts wrongly: two roots, text around the root, duplicate attributes, forbidden
 * characters, undeclared prefixes, document types (XML 1.0, Namespaces in XML 1.0).
 * @param charset of the Content-Type; it overrides the encoding of the XML declaration (RFC 7303 3.2)
 */
export function checkWellFormed(text: string, charset: string | undefined): void {
  const parser = new SaxesParser({ xmlns: true, position: false });
  let depth = 0;
  parser.on('error', (error) => refuse(reasonOf(error)));
  parser.on('doctype', () => refuse('a document type is not allowed'));
  parser.on('xmldecl', ({ encoding }) => {
    const readable = encoding === undefined || charset !== undefined || /^(?:utf-?8|us-ascii)$/i.test(encoding);
    if (!readable) refuse('the encoding must be UTF-8');
  });
  parser.on('opentagstart', () => {
    depth += 1;
    if (depth > deepest) refuse(`more than ${deepest} levels of elements`);
  });
  parser.on('closetag', () => {
    depth -= 1;
  });
  // The decoder replaces bytes that are not UTF-8 by this character.
  if (text.includes('\uFFFD')) refuse('not UTF-8');
  parser.write(text.startsWith('\uFEFF') ? text.slice(1) : text).close();
}
