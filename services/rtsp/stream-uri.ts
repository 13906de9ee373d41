/** Part of a text before the first of some characters. */
function before(text: string, characters: string): string {
  let end = text.length;
  for (const character of characters) {
    const at = text.indexOf(character);
    if (at >= 0 && at < end) end = at;
  }
  return text.slice(0, end);
}

/** Text without slashes at its end. A regular expression for this takes quadratic time on runs of slashes. */
function withoutSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '/') end -= 1;
  return text.slice(0, end);
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
      .split('/')
      .filter((segment) => segment !== '')
      .join('/');
  } catch {
    return undefined;
  }
}

/**
 * Path of a URI, however the client writes it: credentials, ports, queries and trailing slashes do not matter. Clients of a
 * tunnel ask inside it for the http URI that they were given (STR-05).
 * @internal
 */
export function pathOfUri(uri: string): string | undefined {
  const scheme = /^(?:rtsp|http)s?:\/\//i.exec(uri)?.[0] ?? '';
  if (scheme === '' && !uri.startsWith('/')) return undefined;
  const rest = before(uri.slice(scheme.length), '?#');
  const slash = scheme === '' ? 0 : rest.indexOf('/');
  return decodePath(slash < 0 ? '' : rest.slice(slash));
}

/** Last segment of a query, where a client hung a control name behind it. */
function segmentBehindQuery(uri: string): string | undefined {
  const whole = before(uri, '#');
  const question = whole.indexOf('?');
  if (question < 0) return undefined;
  const query = withoutSlashes(whole.slice(question + 1));
  const slash = query.lastIndexOf('/');
  return slash < 0 ? undefined : decodePath(query.slice(slash + 1));
}

/**
 * Paths that a URI may mean, the likeliest first. Clients that hang a control name behind the whole URI, query and all, mean
 * a part of the path: `/Profile1?x=1/track1` is `Profile1/track1`.
 */
export function pathsOfUri(uri: string): readonly string[] {
  const path = pathOfUri(uri);
  if (path === undefined) return [];
  const segment = segmentBehindQuery(uri);
  return segment === undefined ? [path] : [path, `${path}/${segment}`];
}

/** The URI without credentials, query and trailing slashes: RTP-Info and Content-Base are built on it. */
export function baseOfUri(uri: string): string {
  const base = withoutSlashes(before(uri, '?#'));
  return base.replace(/^((?:rtsp|http)s?:\/\/)[^/@]*@/i, '$1');
}
