export const soap12 = 'http://www.w3.org/2003/05/soap-envelope';
export const addressing = 'http://www.w3.org/2005/08/addressing';

/** A SOAP 1.2 message with the prefixes s, wsa and tds. */
export function message(body: string, header = ''): string {
  const declarations = `xmlns:s="${soap12}" xmlns:wsa="${addressing}" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"`;
  return `<s:Envelope ${declarations}>${header === '' ? '' : `<s:Header>${header}</s:Header>`}<s:Body>${body}</s:Body></s:Envelope>`;
}

/** The codes of a SOAP fault from the outermost in, `s:Sender ter:InvalidArgVal ter:NoProfile`; '' for no fault. */
export function faultCodes(text: string): string {
  return [...text.matchAll(/<s:Value>([^<]*)<\/s:Value>/g)].map(([, code]) => code).join(' ');
}
