import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Upgrades a camera as a client does. Usage: node upgrade.js ORIGIN USER PASSWORD BUNDLE; ends with 0 for the status that WANTED names. */
const [origin = '', user = '', password = '', bundle = '', wanted = '200'] = process.argv.slice(2);

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Authorization for a challenge with MD5 (RFC 7616). */
function authorization(challenges: string, uri: string): string {
  const challenge = challenges.split(/,\s*(?=Digest )/).find((one) => !one.includes('SHA-256')) ?? '';
  const value = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
  const [realm, nonce, cnonce] = [value('realm'), value('nonce'), randomBytes(8).toString('hex')];
  const secret = md5(`${user}:${realm}:${password}`);
  const response = md5(`${secret}:${nonce}:00000001:${cnonce}:auth:${md5(`POST:${uri}`)}`);
  return `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5, qop=auth, nc=00000001, cnonce="${cnonce}"`;
}

async function post(url: string, type: string, body: Uint8Array | string): Promise<{ status: number; text: string }> {
  const headers = { 'Content-Type': type };
  const asked = await fetch(url, { method: 'POST', headers });
  const Authorization = authorization(asked.headers.get('www-authenticate') ?? '', new URL(url).pathname);
  const reply = await fetch(url, { method: 'POST', headers: { ...headers, Authorization }, body });
  return { status: reply.status, text: await reply.text() };
}

const message =
  '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><StartFirmwareUpgrade xmlns="http://www.onvif.org/ver10/device/wsdl"/></s:Body></s:Envelope>';
const started = await post(`${origin}/onvif/device_service`, 'application/soap+xml; charset=utf-8', message);
const place = /UploadUri>([^<]*)</.exec(started.text)?.[1];
if (place === undefined) throw new Error(`StartFirmwareUpgrade: ${started.status} ${started.text}`);
const { status, text } = await post(place, 'application/octet-stream', readFileSync(bundle));
process.stdout.write(`${status} ${text}`);
process.exit(status === Number(wanted) ? 0 : 1);
