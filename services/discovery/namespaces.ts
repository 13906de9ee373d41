/** Namespaces and fixed URIs of WS-Discovery 2005/04 over WS-Addressing 2004/08 (ONVIF Core 7). */
export const soapEnvelope = 'http://www.w3.org/2003/05/soap-envelope';
export const addressing = 'http://schemas.xmlsoap.org/ws/2004/08/addressing';
export const discovery = 'http://schemas.xmlsoap.org/ws/2005/04/discovery';
export const deviceService = 'http://www.onvif.org/ver10/device/wsdl';
export const network = 'http://www.onvif.org/ver10/network/wsdl';

/** wsa:To of multicast messages. */
export const multicastTo = 'urn:schemas-xmlsoap-org:ws:2005:04:discovery';
/** wsa:To of an answer to the sender of the request. */
export const anonymous = 'http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous';
