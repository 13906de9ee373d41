/** Path of an RTSP URI, however the client writes it: credentials, ports, queries and trailing slashes do not matter. */
export function pathOfUri(uri: string): string | undefined {
  if (uri === '*') return undefined;
  const match = /^rtsps?:\/\/[^/?]*(\/[^?#]*)?/i.exec(uri) ?? /^(\/[^?#]*)/.exec(uri);
  if (match === null) return undefined;
  try {
    return decodeURIComponent(match[1] ?? '').replace(/^\/+|\/+$/g, '');
  } catch {
    return undefined;
  }
}

/** The URI without query and trailing slash: the base that RTP-Info and Content-Base are built on. */
export function baseOfUri(uri: string): string {
  return uri
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/^(rtsps?:\/\/)[^/@]*@/i, '$1');
}
