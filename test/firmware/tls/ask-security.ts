import * as assert from 'uvu/assert';
import type { Camera } from '../running-camera.ts';
import { soap } from '../soap-client.ts';

const namespace = 'http://www.onvif.org/ver10/advancedsecurity/wsdl';

/** Sends a request of the Security service, its elements without prefix; resolves with the text of an element of the answer. */
export async function askSecurity(
  { summary, admin, password }: Camera,
  operation: string,
  content: string,
  element = '',
): Promise<string> {
  const url = new URL('/onvif/advancedsecurity_service', summary.onvif).href;
  const message = `<${operation} xmlns="${namespace}">${content}</${operation}>`;
  const { status, text } = await soap(url, message, [admin, password]);
  assert.is(status, 200, text);
  return new RegExp(`<tas:${element}[^>]*>([^<]*)<`).exec(text)?.[1] ?? '';
}
