/** Parameters of a Digest credentials or challenge value (RFC 7616 3.4), names in lower case. */
export type DigestParameters = ReadonlyMap<string, string>;

/** Longest header value that is looked at, characters. */
const limit = 4096;

const parameter = /([a-z0-9*_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]*))\s*(?:,|$)/giy;

/** undefined for anything that is not a well-formed Digest value. Tolerates missing quotes and stray blanks. */
export function parseDigest(value: string): DigestParameters | undefined {
  const scheme = /^\s*digest\s+/i.exec(value);
  if (scheme === null || value.length > limit) return undefined;
  const found = new Map<string, string>();
  let at = scheme[0].length;
  while (at < value.length) {
    while (value[at] === ' ' || value[at] === ',') at += 1;
    if (at >= value.length) break;
    parameter.lastIndex = at;
    const match = parameter.exec(value);
    const name = match?.[1]?.toLowerCase();
    if (match === null || name === undefined || found.has(name)) return undefined;
    found.set(name, match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '');
    at = parameter.lastIndex;
  }
  return found;
}
