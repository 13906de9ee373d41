import { authorization, request, urlOf } from './session.ts';

/** Refusal of an upload, with the camera's reason. */
class UploadRefused extends Error {}

/** Path below the page's folder of an address that the camera told. */
export function pathOf(address: string): string {
  const { pathname, search } = new URL(address, location.href);
  return pathname.slice(Math.max(0, pathname.indexOf('onvif/'))) + search;
}

/**
 * Sends a file and tells the progress, 0 to 1. Only XMLHttpRequest has progress, and a browser opens a password box when it is refused:
 * a cheap request just before makes sure that the digest is taken.
 */
export async function upload(path: string, file: Blob, onProgress: (part: number) => void): Promise<string> {
  await request('page/user');
  return new Promise((resolve, reject) => {
    const sent = new XMLHttpRequest();
    sent.open('POST', urlOf(path));
    const value = authorization('POST', path);
    if (value !== undefined) sent.setRequestHeader('Authorization', value);
    sent.setRequestHeader('Content-Type', 'application/octet-stream');
    sent.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    sent.onload = () => {
      if (sent.status < 300) resolve(sent.responseText);
      else reject(new UploadRefused(sent.responseText.trim() || `HTTP ${sent.status}`));
    };
    sent.onerror = () => reject(new TypeError('the connection was closed'));
    sent.send(file);
  });
}

/** Fetches a file of the camera. */
export async function download(address: string): Promise<Blob> {
  const reply = await request(pathOf(address));
  if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
  return reply.blob();
}
