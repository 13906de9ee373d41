import { Readable } from 'node:stream';
import type { Context, Middleware } from 'koa';
import { Fault } from '../faults/fault.ts';
import type { XmlElement } from '../schema/xml-element.ts';
import { koaXmlBody, type ParsedRequest } from './koa-xml-body.ts';
import { toXmlElement, xml2jsOptions } from './parsed-node.ts';
import { checkWellFormed } from './well-formed.ts';

/** Parsed request body: its root element, a fault, or an HTTP status without a SOAP message. */
export type XmlBody =
  | { readonly kind: 'element'; readonly root: XmlElement }
  | { readonly kind: 'fault'; readonly fault: Fault }
  /** Empty body: clients that expect a digest challenge send their first request without one. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'status'; readonly status: number };

/** Bytes of a SOAP request at most; the largest legitimate ones (rules, masks) need far fewer. */
export const bodyLimit: number = 256 * 1024;

const xmlType = /^(?:application\/(?:soap\+)?xml|text\/xml)$/i;
const readable = /^(utf-?8|us-ascii)$/i;

interface BodyError {
  readonly status?: number;
  readonly message: string;
}

function fromError(error: BodyError): XmlBody {
  if (error.status !== undefined && error.status !== 400) return { kind: 'status', status: error.status };
  return { kind: 'fault', fault: new Fault('WellFormed', `Well-formed Error: ${error.message.split('\n')[0]}`) };
}

function read(text: string, parsed: unknown, charset: string | undefined): XmlBody {
  try {
    checkWellFormed(text, charset);
    const root = toXmlElement(parsed);
    if (root === undefined) throw new Fault('WellFormed');
    return { kind: 'element', root };
  } catch (error) {
    if (error instanceof Fault) return { kind: 'fault', fault: error };
    throw error;
  }
}

/** Charset parameter of a content type, quoted or not. */
function charsetOf(type: string): string | undefined {
  const parameter = type.split(';').find((part) => part.trim().toLowerCase().startsWith('charset'));
  return parameter?.split('=', 2)[1]?.trim().replaceAll('"', '');
}

const parse = koaXmlBody({
  encoding: 'utf8',
  limit: bodyLimit,
  xmlOptions: xml2jsOptions,
  onerror: (error, context) => {
    context.state.xml = fromError(error);
  },
});

/** Parses a message that is not the whole body of its request, with the parser and the rules of those that are. */
export async function parseXml(bytes: Buffer, contentType: string): Promise<XmlBody> {
  const charset = charsetOf(contentType);
  if (charset !== undefined && !readable.test(charset)) return { kind: 'status', status: 415 };
  const request: ParsedRequest = {};
  const state: { xml?: XmlBody } = {};
  const req = Object.assign(Readable.from([bytes], { objectMode: false }), { headers: {} });
  const context = { request, req, state, method: 'POST', is: () => 'xml' } as unknown as Context;
  await parse(context, async () => {
    const { rawBody: text } = request;
    state.xml = typeof text !== 'string' || text === '' ? { kind: 'empty' } : read(text, request.body, charset);
  });
  return state.xml ?? { kind: 'empty' };
}

/**
 * Middleware that parses the body of a POST into `ctx.state.xml`. koa-xml-body knows two content types only, so the header is
 * normalised first; its encoding is fixed, or it would use the charset of the first request for all later ones.
 */
export function xmlBody(): Middleware {
  return (context, next) => {
    const type = context.req.headers['content-type'] ?? 'application/soap+xml';
    const charset = charsetOf(type);
    if (!xmlType.test(type.split(';', 1)[0]?.trim() ?? '') || (charset !== undefined && !readable.test(charset))) {
      context.state.xml = { kind: 'status', status: 415 } satisfies XmlBody;
      return next();
    }
    context.req.headers['content-type'] = 'application/xml';
    const take = (): Promise<void> => {
      const request = context.request as ParsedRequest;
      const text = request.rawBody;
      context.state.xml =
        typeof text !== 'string' || text === '' ? { kind: 'empty' } : read(text, request.body, charset);
      return Promise.resolve();
    };
    return parse(context, take).then(next);
  };
}
