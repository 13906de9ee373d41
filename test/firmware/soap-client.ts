import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:https';

/** What a camera answered. */
export interface SoapReply {
  readonly status: number;
  readonly text: string;
}

const prefixes = {
  tds: 'http://www.onvif.org/ver10/device/wsdl',
  trt: 'http://www.onvif.org/ver10/media/wsdl',
  tr2: 'http://www.onvif.org/ver20/media/wsdl',
  timg: 'http://www.onvif.org/ver20/imaging/wsdl',
  tptz: 'http://www.onvif.org/ver20/ptz/wsdl',
  tev: 'http://www.onvif.org/ver10/events/wsdl',
  tt: 'http://www.onvif.org/ver10/schema',
};

function securityHeader(user: string, password: string, ahead: number): string {
  const nonce = randomBytes(16);
  const created = new Date(Date.now() + ahead).toISOString();
  const digest = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
  const base = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
  return `<s:Header><w:Security xmlns:w="${base}-wssecurity-secext-1.0.xsd"><w:UsernameToken><w:Username>${user}</w:Username><w:Password Type="${base}-username-token-profile-1.0#PasswordDigest">${digest}</w:Password><w:Nonce>${nonce.toString('base64')}</w:Nonce><u:Created xmlns:u="${base}-wssecurity-utility-1.0.xsd">${created}</u:Created></w:UsernameToken></w:Security></s:Header>`;
}

/**
 * Posts one message; with credentials as a WS-UsernameToken, as Home Assistant sends it.
 * @param ahead milliseconds by which the camera's clock is ahead of ours
 */
export async function soap(
  url: string,
  message: string,
  credentials?: readonly [user: string, password: string],
  ahead = 0,
): Promise<SoapReply> {
  const names = Object.entries(prefixes).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
  const header = credentials === undefined ? '' : securityHeader(...credentials, ahead);
  const body = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"${names.join('')}>${header}<s:Body>${message}</s:Body></s:Envelope>`;
  const headers = { 'content-type': 'application/soap+xml' };
  if (url.startsWith('https:')) return post(url, body, headers);
  const reply = await fetch(url, { method: 'POST', body, headers });
  return { status: reply.status, text: await reply.text() };
}

/** Over TLS with whatever certificate the camera has made for itself, which `fetch` refuses. */
function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<SoapReply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, rejectUnauthorized: false }, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text })).on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
}
