import { securityNamespace } from '../auth/username-token.ts';
import { Fault } from '../faults/fault.ts';
import { namespaceDeclarations } from '../schema/codec.ts';
import { escapeText } from '../schema/escape.ts';
import type { XmlElement } from '../schema/xml-element.ts';

export const soap12 = 'http://www.w3.org/2003/05/soap-envelope';
const addressing = 'http://www.w3.org/2005/08/addressing';
const addressingDraft = 'http://schemas.xmlsoap.org/ws/2004/08/addressing';

export const soap11 = 'http://schemas.xmlsoap.org/soap/envelope/';

/** Fault for a SOAP 1.1 message: the sender understands only SOAP 1.1 faults (SOAP 1.2 Part 1, appendix A). */
export class OlderEnvelope extends Fault {
  constructor() {
    super('VersionMismatch');
  }
}

/** Namespaces whose header blocks are understood; unused ones do no harm. */
const understood: ReadonlySet<string> = new Set([securityNamespace, addressing, addressingDraft]);

/** Parts of a SOAP 1.2 message. */
export interface Envelope {
  readonly headers: readonly XmlElement[];
  /** The one child of Body. */
  readonly message: XmlElement;
  /** wsa:MessageID (2005/08) of a client that wants addressing headers in the reply. */
  readonly messageId: string | undefined;
  /** wsa:To (2005/08): the address that the client means. */
  readonly to: string | undefined;
}

function attribute(element: XmlElement, namespace: string, local: string): string | undefined {
  return element.attributes.find((one) => one.local === local && one.namespace === namespace)?.value;
}

function isTrue(value: string | undefined): boolean {
  return value === 'true' || value === '1';
}

/** Roles of an ultimate receiver (SOAP 1.2 Part 1, 2.2); blocks for other roles are ignored. */
const roles: ReadonlySet<string> = new Set(['', `${soap12}/role/next`, `${soap12}/role/ultimateReceiver`]);

function checkUnderstood(header: XmlElement): void {
  if (!roles.has(attribute(header, soap12, 'role') ?? '')) return;
  const required = isTrue(attribute(header, soap12, 'mustUnderstand'));
  // Reference parameters come back from our SubscriptionReference (WS-Addressing 1.0 SOAP 3.3).
  const ours = understood.has(header.namespace) || isTrue(attribute(header, addressing, 'IsReferenceParameter'));
  if (required && !ours) throw new Fault('MustUnderstand', `SOAP header blocks not understood: ${header.local}`);
}

/** Faults: VersionMismatch, DataEncodingUnknown, MustUnderstand, TagMismatch, Tag (SOAP 1.2 Part 1, 5). */
export function openEnvelope(root: XmlElement): Envelope {
  if (root.local === 'Envelope' && root.namespace === soap11) throw new OlderEnvelope();
  if (root.local !== 'Envelope' || root.namespace !== soap12) throw new Fault('VersionMismatch');
  if (attribute(root, soap12, 'encodingStyle') !== undefined) throw new Fault('DataEncodingUnknown');
  const part = (local: string): XmlElement[] =>
    root.children.filter((one) => one.local === local && one.namespace === soap12);
  const [body, second] = part('Body');
  if (body === undefined || second !== undefined) throw new Fault('Tag', 'No Tag: Body');
  const headers = part('Header').flatMap((one) => one.children);
  for (const header of headers) checkUnderstood(header);
  const [message, extra] = body.children;
  if (message === undefined) throw new Fault('Tag', 'No Tag: the Body is empty');
  if (extra !== undefined) throw new Fault('TagMismatch', `Tag Mismatch: ${extra.local} after ${message.local}`);
  const addressed = (local: string): string | undefined =>
    headers.find((one) => one.local === local && one.namespace === addressing)?.text.trim();
  return { headers, message, messageId: addressed('MessageID'), to: addressed('To') };
}

const declarations = Object.entries(namespaceDeclarations)
  .filter(([prefix]) => prefix !== 'env')
  .map(([prefix, uri]) => ({ mark: `${prefix}:`, text: ` xmlns:${prefix}="${uri}"` }));

/** Declares the conventional prefixes that occur in the content, in names as well as in QName values. */
function startTag(content: string): string {
  let start = `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope xmlns:s="${soap12}"`;
  for (const { mark, text } of declarations) if (content.includes(mark)) start += text;
  return `${start}>`;
}

function write(header: string, body: string): string {
  const content = `${header === '' ? '' : `<s:Header>${header}</s:Header>`}<s:Body>${body}</s:Body>`;
  return `${startTag(content)}${content}</s:Envelope>`;
}

/** Writes a reply around encoded Body content, with addressing headers for a client that used them. */
export function writeEnvelope(
  body: string,
  reply?: { readonly action: string; readonly relatesTo: string | undefined },
): string {
  if (reply?.relatesTo === undefined) return write('', body);
  const relatesTo = `<wsa:RelatesTo>${escapeText(reply.relatesTo.slice(0, 512))}</wsa:RelatesTo>`;
  return write(`${relatesTo}<wsa:Action>${escapeText(reply.action)}</wsa:Action>`, body);
}

/** Writes a message that the camera sends by itself (WS-Addressing 1.0: message to an endpoint reference). */
export function writeOneWayEnvelope(
  body: string,
  { action, to, parameters }: { readonly action: string; readonly to: string; readonly parameters: string },
): string {
  return write(`<wsa:To>${escapeText(to)}</wsa:To><wsa:Action>${escapeText(action)}</wsa:Action>${parameters}`, body);
}
