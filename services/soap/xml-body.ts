import type { Middleware } from 'koa';
import { Fault } from '../faults/fault.ts';
import type { XmlElement } from '../schema/xml-element.ts';
import { koaXmlBody, type ParsedRequest } from './koa-xml-body.ts';
import { rootNameOf, toXmlElement, xml2jsOptions } from './parsed-node.ts';

/** What became of a request body: its root element, a fault, or an HTTP status without a SOAP message. */
export type XmlBody =
  | { readonly kind: 'element'; readonly root: XmlElement }
  | { readonly kind: 'fault'; readonly fault: Fault }
  /** Clients that expect a digest challenge send their first request empty. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'status'; readonly status: number };

/** Bytes of a SOAP request. The largest legitimate ones (rules, masks) stay far below. */
const bodyLimit = 256 * 1024;

const xmlType = /^\s*(?:application\/(?:soap\+)?xml|text\/xml)\s*(?:;|$)/i;
const readable = /^(utf-?8|us-ascii)$/i;

interface BodyError {
  readonly status?: number;
  readonly message: string;
}

function fromError(error: BodyError): XmlBody {
  if (error.status !== undefined && error.status !== 400) return { kind: 'status', status: error.status };
  return { kind: 'fault', fault: new Fault('WellFormed', `Well-formed Error: ${error.message.split('\n')[0]}`) };
}

/** Refuses what a parser lets through: document types, other encodings, bytes that are no UTF-8. */
function check(text: string): void {
  if (text.includes('<!') && /<!DOCTYPE/i.test(text))
    throw new Fault('WellFormed', 'Well-formed Error: a document type is not allowed');
  const encoding = /^\uFEFF?<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']/.exec(text)?.[1];
  if (encoding !== undefined && !readable.test(encoding))
    throw new Fault('WellFormed', 'Well-formed Error: the encoding must be UTF-8');
  if (text.includes('\uFFFD')) throw new Fault('WellFormed', 'Well-formed Error: not UTF-8');
}

/** xml2js is content when the root element ends; only comments, instructions and blanks may follow. */
function checkEnd(text: string, rootName: string): void {
  const at = text.lastIndexOf('</');
  if (at < 0) return;
  const tail = text.slice(at + 2);
  if (tail.startsWith(rootName) && /^\s*>\s*(?:<!--|<\?|$)/.test(tail.slice(rootName.length))) return;
  throw new Fault('WellFormed', 'Well-formed Error: content after the root element');
}

function read(text: string, parsed: unknown): XmlBody {
  try {
    check(text);
    const root = toXmlElement(parsed);
    if (root === undefined) throw new Fault('WellFormed');
    checkEnd(text, rootNameOf(parsed));
    return { kind: 'element', root };
  } catch (error) {
    if (error instanceof Fault) return { kind: 'fault', fault: error };
    throw error;
  }
}

/**
 * Parses the body of a POST into `ctx.state.xml`, whatever the spelling of its XML content type. koa-xml-body knows only
 * two types, so the header is normalised first; its encoding is fixed because it would otherwise keep the first
 * request's charset for all later ones.
 */
export function xmlBody(): Middleware {
  const parse = koaXmlBody({
    encoding: 'utf8',
    limit: bodyLimit,
    xmlOptions: xml2jsOptions,
    onerror: (error, context) => {
      context.state.xml = fromError(error);
    },
  });
  return (context, next) => {
    const type = context.req.headers['content-type'] ?? 'application/soap+xml';
    const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1];
    if (!xmlType.test(type) || (charset !== undefined && !readable.test(charset))) {
      context.state.xml = { kind: 'status', status: 415 } satisfies XmlBody;
      return next();
    }
    context.req.headers['content-type'] = 'application/xml';
    const take = (): Promise<void> => {
      const request = context.request as ParsedRequest;
      const text = request.rawBody;
      context.state.xml = typeof text !== 'string' || text === '' ? { kind: 'empty' } : read(text, request.body);
      return Promise.resolve();
    };
    return parse(context, take).then(next);
  };
}
