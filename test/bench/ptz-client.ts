import { DigestClient, md5Challenge } from './digest-client.ts';

const wsdl = 'http://www.onvif.org/ver20/ptz/wsdl';
const schema = 'http://www.onvif.org/ver10/schema';

/** Sends an operation of the PTZ service with its parameters; rejects with the fault. */
type PtzClient = (operation: string, content: string) => Promise<string>;

export async function ptzClient(url: string, user: string, password: string): Promise<PtzClient> {
  const body = (operation: string, content: string): string =>
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><${operation} xmlns="${wsdl}" xmlns:t="${schema}">${content}</${operation}></s:Body></s:Envelope>`;
  const challenge = await md5Challenge(url, body('GetStatus', '<ProfileToken>1</ProfileToken>'));
  const digest = new DigestClient(challenge, user, password);
  return async (operation: string, content: string): Promise<string> => {
    const authorization = digest.authorization('POST', new URL(url).pathname);
    const headers = { 'content-type': 'application/soap+xml; charset=utf-8', authorization };
    const reply = await fetch(url, { method: 'POST', body: body(operation, content), headers });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${operation}: ${text}`);
    return text;
  };
}
