/** A Probe as a client sends it, with what stands inside d:Probe. */
export function probeText(inside: string, messageId: string = 'urn:uuid:7'): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" ' +
    'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" ' +
    'xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl" ' +
    'xmlns:tds="http://www.onvif.org/ver10/device/wsdl">' +
    `<s:Header><a:MessageID>${messageId}</a:MessageID><a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>` +
    '<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action></s:Header>' +
    `<s:Body><d:Probe>${inside}</d:Probe></s:Body></s:Envelope>`
  );
}

/** A Resolve for an endpoint address. */
export function resolveText(address: string, messageId: string = 'urn:uuid:8'): string {
  const inside = `<a:EndpointReference><a:Address>${address}</a:Address></a:EndpointReference>`;
  return probeText(inside, messageId)
    .replaceAll('d:Probe>', 'd:Resolve>')
    .replace('discovery/Probe', 'discovery/Resolve');
}
