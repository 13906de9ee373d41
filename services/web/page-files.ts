import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { RouteReply, RouteRequest } from '../http/route.ts';
import { headersFor } from './headers.ts';

/** Media types of the page's files by the ending of their names. */
const types: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['svg', 'image/svg+xml'],
]);

/** Name of a file that the build made: no path, no hidden file. */
const plainName = /^[a-z0-9][a-z0-9-]{0,80}\.(html|js|css|svg)$/i;

/** Name with a hash of the content, as esbuild makes it. */
const hashedName = /-[A-Z0-9]{8}\.(js|css)$/;

/** Whether a client takes gzip (RFC 9110 12.5.3); `gzip;q=0` refuses it. */
function takesGzip(accepted: string | string[] | undefined): boolean {
  const codings = String(accepted ?? '')
    .toLowerCase()
    .split(',');
  return codings.some((coding) => {
    const [name = '', quality = ''] = coding.split(';');
    return name.trim() === 'gzip' && !/^\s*q=0(\.0*)?\s*$/.test(quality);
  });
}

/** Whether the client has the file already (RFC 9110 13.1.2). */
function isKnown(asked: string | undefined, tag: string): boolean {
  return (asked ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
}

/** Files of the page, which the build has compressed. */
export class PageFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Reply with a file; files whose names hold a hash of their content are kept by browsers for a year. */
  async reply(name: string, { headers, origin }: Pick<RouteRequest, 'headers' | 'origin'>): Promise<RouteReply> {
    const strict = headersFor(origin);
    const notFound: RouteReply = { status: 404, headers: strict };
    const [, ending = ''] = plainName.exec(name) ?? [];
    const type = types.get(ending);
    if (type === undefined) return notFound;
    const packed = await readFile(join(this.#folder, `${name}.gz`)).catch(() => undefined);
    if (packed === undefined) return notFound;
    const tag = `"${createHash('sha256').update(packed).digest('base64url').slice(0, 22)}"`;
    const common = {
      ...strict,
      ETag: tag,
      Vary: 'Accept-Encoding',
      'Cache-Control': hashedName.test(name) ? 'max-age=31536000, immutable' : 'no-cache',
    };
    if (isKnown(headers['if-none-match'], tag)) return { status: 304, headers: common };
    if (!takesGzip(headers['accept-encoding'])) return { status: 200, type, headers: common, body: gunzipSync(packed) };
    return { status: 200, type, headers: { ...common, 'Content-Encoding': 'gzip' }, body: packed };
  }
}
