import type { QName } from './message.ts';
import { addressing, anonymous, deviceService, discovery, multicastTo, network, soapEnvelope } from './namespaces.ts';
import { supportedRules } from './scope-matching.ts';
import type { Target } from './target.ts';

/** d:AppSequence: InstanceId grows with each start, MessageNumber with each message. @internal */
export interface AppSequence {
  readonly instanceId: number;
  readonly messageNumber: number;
}

/** Header fields of every message. */
export interface Envelope {
  /** `urn:uuid:…`, fresh for each message. */
  readonly messageId: string;
  readonly sequence: AppSequence;
}

const prefixes: Readonly<Record<string, string>> = {
  s: soapEnvelope,
  wsa: addressing,
  d: discovery,
  dn: network,
  tds: deviceService,
};

const declarations = Object.entries(prefixes)
  .map(([prefix, namespace]) => ` xmlns:${prefix}="${namespace}"`)
  .join('');

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}

function qualified({ namespace, local }: QName): string {
  const prefix = Object.keys(prefixes).find((candidate) => prefixes[candidate] === namespace);
  return prefix === undefined ? local : `${prefix}:${local}`;
}

function write(envelope: Envelope, action: string, to: string, relatesTo: string | undefined, body: string): Buffer {
  const { instanceId, messageNumber } = envelope.sequence;
  const relation = relatesTo === undefined ? '' : `<wsa:RelatesTo>${escapeText(relatesTo)}</wsa:RelatesTo>`;
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope${declarations}><s:Header>` +
      `<wsa:MessageID>${envelope.messageId}</wsa:MessageID>${relation}<wsa:To>${to}</wsa:To>` +
      `<wsa:Action>${discovery}/${action}</wsa:Action>` +
      `<d:AppSequence InstanceId="${instanceId}" MessageNumber="${messageNumber}"/>` +
      `</s:Header><s:Body>${body}</s:Body></s:Envelope>`,
  );
}

function reference(address: string): string {
  return `<wsa:EndpointReference><wsa:Address>${address}</wsa:Address></wsa:EndpointReference>`;
}

function description(target: Target, xAddrs: readonly string[]): string {
  return (
    reference(target.address) +
    `<d:Types>${target.types.map(qualified).join(' ')}</d:Types>` +
    `<d:Scopes>${escapeText(target.scopes.join(' '))}</d:Scopes>` +
    `<d:XAddrs>${escapeText(xAddrs.join(' '))}</d:XAddrs>` +
    `<d:MetadataVersion>${target.metadataVersion}</d:MetadataVersion>`
  );
}

export function hello(envelope: Envelope, target: Target, xAddrs: readonly string[]): Buffer {
  return write(envelope, 'Hello', multicastTo, undefined, `<d:Hello>${description(target, xAddrs)}</d:Hello>`);
}

export function bye(envelope: Envelope, target: Target): Buffer {
  return write(envelope, 'Bye', multicastTo, undefined, `<d:Bye>${reference(target.address)}</d:Bye>`);
}

export function probeMatches(envelope: Envelope, relatesTo: string, target: Target, xAddrs: readonly string[]): Buffer {
  const match = `<d:ProbeMatch>${description(target, xAddrs)}</d:ProbeMatch>`;
  return write(envelope, 'ProbeMatches', anonymous, relatesTo, `<d:ProbeMatches>${match}</d:ProbeMatches>`);
}

export function resolveMatches(
  envelope: Envelope,
  relatesTo: string,
  target: Target,
  xAddrs: readonly string[],
): Buffer {
  const match = `<d:ResolveMatch>${description(target, xAddrs)}</d:ResolveMatch>`;
  return write(envelope, 'ResolveMatches', anonymous, relatesTo, `<d:ResolveMatches>${match}</d:ResolveMatches>`);
}

/** Answer to a unicast probe whose matching rule is unknown (ONVIF Core 7.3.7). */
export function unknownRuleFault(envelope: Envelope, relatesTo: string): Buffer {
  const body =
    '<s:Fault><s:Code><s:Value>s:Sender</s:Value>' +
    '<s:Subcode><s:Value>d:MatchingRuleNotSupported</s:Value></s:Subcode></s:Code>' +
    '<s:Reason><s:Text xml:lang="en">the matching rule specified is not supported</s:Text></s:Reason>' +
    `<s:Detail><d:SupportedMatchingRules>${supportedRules.join(' ')}</d:SupportedMatchingRules></s:Detail></s:Fault>`;
  return write(envelope, 'fault', anonymous, relatesTo, body);
}
