import { decodeElement, encodeElement, namespaceDeclarations } from '../../../schema/codec.ts';
import type { OperationTable } from '../../../schema/operation-table.ts';
import type { XmlElement } from '../../../schema/xml-element.ts';
import { faultOf, SoapFault } from './soap-fault.ts';

/** Ways of the page to the camera. */
interface SoapTransport {
  /** Posts a message to a path below the page's folder. */
  readonly post: (path: string, init: RequestInit) => Promise<Response>;
  /** Root element of a document; throws for one that is not well formed. */
  readonly parse: (text: string) => XmlElement;
}

/** Shape of the generated operation maps. */
type OperationMap<Operations> = { [Name in keyof Operations]: { request: unknown; response: unknown } };

/** Options of one call. */
interface CallOptions {
  readonly signal?: AbortSignal;
  /** Lets the call outlive the page. */
  readonly keepalive?: boolean;
  /** Path instead of that of the service, e.g. of a subscription. */
  readonly path?: string;
}

/** Calls of one service by the names of their operations. */
export type ServiceClient<Operations extends OperationMap<Operations>> = <Name extends keyof Operations & string>(
  name: Name,
  request: Operations[Name]['request'],
  options?: CallOptions,
) => Promise<Operations[Name]['response']>;

const envelope = 'http://www.w3.org/2003/05/soap-envelope';

const names = Object.entries(namespaceDeclarations)
  .filter(([prefix]) => prefix !== 'env')
  .map(([prefix, uri]) => ({ mark: `${prefix}:`, text: ` xmlns:${prefix}="${uri}"` }));

function write(body: string): string {
  const declared = names.filter(({ mark }) => body.includes(mark)).map(({ text }) => text);
  return `<s:Envelope xmlns:s="${envelope}"${declared.join('')}><s:Body>${body}</s:Body></s:Envelope>`;
}

/** Child of the Body. Throws a SoapFault. */
function contentOf(root: XmlElement): XmlElement {
  const body = root.children.find(({ local }) => local === 'Body');
  const [content] = body?.children ?? [];
  if (content === undefined) throw new SoapFault(['Receiver'], 'the answer is empty');
  if (content.local === 'Fault') throw faultOf(content);
  return content;
}

/** Typed client of a service: requests and replies go through the codec of the camera itself. */
export function serviceClient<Operations extends OperationMap<Operations>>(
  path: string,
  operations: OperationTable<keyof Operations & string>,
  { post, parse }: SoapTransport,
): ServiceClient<Operations> {
  return async (name, request, options = {}) => {
    const operation = operations[name];
    const reply = await post(options.path ?? path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/soap+xml; charset=utf-8' },
      body: write(encodeElement(operation.request, request).xml),
      ...(options.signal && { signal: options.signal }),
      ...(options.keepalive === true && { keepalive: true }),
    });
    const text = await reply.text();
    if (text === '') throw new SoapFault(['Receiver'], `HTTP ${reply.status}`);
    return decodeElement(operation.response, contentOf(parse(text))) as Operations[typeof name]['response'];
  };
}
