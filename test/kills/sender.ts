import type { Camera } from '../firmware/running-camera.ts';
import { soap } from '../firmware/soap-client.ts';
import { authorization } from '../services/auth/digest-client.ts';
import { until } from '../until.ts';
import type { KeptSetting, Send } from './kept-settings.ts';

/** Fault that the camera answered: nothing was changed. */
export class Refusal extends Error {}

export function senderTo(camera: Camera): Send {
  return async (path, message) => {
    const url = new URL(path, camera.summary.onvif).href;
    const { status, text } = await soap(url, message, [camera.admin, camera.password]);
    if (status !== 200) throw new Refusal(text);
    return text;
  };
}

/** Posts a file with the login that the camera asks for; rejects with Refusal where it does not take it. */
export async function upload({ admin, password }: Camera, url: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/octet-stream' };
  const asked = await fetch(url, { method: 'POST', headers });
  const challenge = asked.headers.get('www-authenticate') ?? '';
  await asked.text();
  const value = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
  const algorithm = /algorithm=SHA-256/.test(challenge.split(/, *Digest/)[0] ?? '') ? 'SHA-256' : 'MD5';
  const login = { username: admin, password, realm: value('realm'), nonce: value('nonce'), nc: '00000001' };
  const Authorization = authorization({ ...login, method: 'POST', uri: new URL(url).pathname, algorithm });
  const reply = await fetch(url, { method: 'POST', headers: { ...headers, Authorization }, body });
  const text = await reply.text();
  if (reply.status !== 200) throw new Refusal(text);
}

/** Value of a setting in a camera that may still be getting ready. */
async function readOne(setting: KeptSetting, send: Send): Promise<string> {
  let value = '';
  await until(async () => {
    value = await setting.read(send);
    return true;
  }, `read ${setting.name}`);
  return value;
}

export async function readAll(settings: readonly KeptSetting[], send: Send): Promise<readonly string[]> {
  const values: string[] = [];
  for (const setting of settings) values.push(await readOne(setting, send));
  return values;
}
