function plain(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
      .replace(/\/{2,}/g, '/')
      .replace(/^\/|\/$/g, '');
  } catch {
    return undefined;
  }
}

/**
 * Path of a URI, however the client writes it: credentials, ports, queries and trailing slashes do not matter. Clients of a
 * tunnel ask inside it for the http URI that they were given (STR-05).
 */
export function pathOfUri(uri: string): string | undefined {
  if (uri === '*') return undefined;
  const match = /^(?:rtsp|http)s?:\/\/[^/?#]*(\/[^?#]*)?/i.exec(uri) ?? /^(\/[^?#]*)/.exec(uri);
  return match === null ? undefined : plain(match[1] ?? '');
}

/**
 * What a URI may mean, the likeliest first. Clients that hang a control name behind the whole URI, query and all, mean a
 * part of the path: `/Profile1?x=1/track1` is `Profile1/track1`.
 */
export function pathsOfUri(uri: string): readonly string[] {
  const path = pathOfUri(uri);
  if (path === undefined) return [];
  const behindQuery = /\?[^#]*\/([^/#]+)\/*(?:#.*)?$/.exec(uri)?.[1];
  const part = behindQuery === undefined ? undefined : plain(behindQuery);
  return part === undefined ? [path] : [path, `${path}/${part}`];
}

/** The URI without query and trailing slash: the base that RTP-Info and Content-Base are built on. */
export function baseOfUri(uri: string): string {
  return uri
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/^((?:rtsp|http)s?:\/\/)[^/@]*@/i, '$1');
}
