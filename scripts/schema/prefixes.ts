import { localOf, namespaceOf } from './model.ts';

/** Conventional prefixes (ONVIF Core, namespaces; WS-BaseNotification). A namespace not listed here is not generated. */
export const prefixes: ReadonlyMap<string, string> = new Map([
  ['http://www.onvif.org/ver10/schema', 'tt'],
  ['http://www.onvif.org/ver10/device/wsdl', 'tds'],
  ['http://www.onvif.org/ver10/events/wsdl', 'tev'],
  ['http://www.onvif.org/ver10/media/wsdl', 'trt'],
  ['http://www.onvif.org/ver20/media/wsdl', 'tr2'],
  ['http://www.onvif.org/ver20/imaging/wsdl', 'timg'],
  ['http://www.onvif.org/ver20/ptz/wsdl', 'tptz'],
  ['http://www.onvif.org/ver10/deviceIO/wsdl', 'tmd'],
  ['http://www.onvif.org/ver20/analytics/wsdl', 'tan'],
  ['http://www.onvif.org/ver10/advancedsecurity/wsdl', 'tas'],
  ['http://www.onvif.org/ver20/analytics', 'axt'],
  ['http://www.onvif.org/ver20/analytics/humanface', 'fc'],
  ['http://www.onvif.org/ver20/analytics/humanbody', 'bd'],
  ['http://docs.oasis-open.org/wsn/b-2', 'wsnt'],
  ['http://docs.oasis-open.org/wsn/t-1', 'wstop'],
  ['http://docs.oasis-open.org/wsrf/bf-2', 'wsrf-bf'],
  ['http://docs.oasis-open.org/wsrf/r-2', 'wsrf-r'],
  ['http://www.w3.org/2005/08/addressing', 'wsa'],
  ['http://www.w3.org/2005/05/xmlmime', 'xmime'],
  ['http://www.w3.org/2004/08/xop/include', 'xop'],
]);

/** Namespaces that occur in messages without types of their own: SOAP, topics, error codes, built-in types, our own names. */
export const foreignPrefixes: ReadonlyMap<string, string> = new Map([
  ['http://www.w3.org/2003/05/soap-envelope', 'env'],
  ['http://www.w3.org/2001/XMLSchema', 'xs'],
  ['http://www.w3.org/2001/XMLSchema-instance', 'xsi'],
  ['http://www.onvif.org/ver10/topics', 'tns1'],
  ['http://www.onvif.org/ver10/error', 'ter'],
  // Analytics modules of this device alone.
  ['urn:vedette:analytics', 'vedette'],
]);

const implied = new Map([['http://www.w3.org/XML/1998/namespace', 'xml']]);

export function prefixOf(namespace: string): string {
  const prefix = prefixes.get(namespace) ?? foreignPrefixes.get(namespace) ?? implied.get(namespace);
  if (prefix === undefined) {
    throw new Error(`no prefix is agreed for ${namespace}`);
  }
  return prefix;
}

export function prefixedName(name: string): string {
  return `${prefixOf(namespaceOf(name))}:${localOf(name)}`;
}

/** A prefix as an identifier of TypeScript. */
export function identifierOf(prefix: string): string {
  return prefix.replace(/-(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
