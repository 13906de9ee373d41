/** Parameters of a Digest credentials or challenge value (RFC 7616 3.4), names in lower case. */
export type DigestParameters = ReadonlyMap<string, string>;

/** Characters of the longest header value that is read. */
const limit = 4096;

/** Unquoted values are not empty here, or blanks could be divided in many ways and the cost would be quadratic. */
const parameter = /([a-z0-9*_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+)|(?=,|$))\s*(?:,[\s,]*|$)/iy;

/** undefined for anything that is not a well-formed Digest value. Tolerates missing quotes and stray blanks and commas. */
export function parseDigest(value: string): DigestParameters | undefined {
  if (value.length > limit) return undefined;
  const scheme = /^\s*digest[\s,]+/i.exec(value);
  if (scheme === null) return undefined;
  const found = new Map<string, string>();
  for (let at = scheme[0].length; at < value.length; at = parameter.lastIndex) {
    parameter.lastIndex = at;
    const [, name, quoted, token = ''] = parameter.exec(value) ?? [];
    if (name === undefined || found.has(name.toLowerCase())) return undefined;
    const text = quoted?.includes('\\') ? quoted.replace(/\\(.)/g, '$1') : quoted;
    found.set(name.toLowerCase(), text ?? token);
  }
  return found;
}
