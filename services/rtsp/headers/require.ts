/** Tag of a bidirectional connection (ONVIF Streaming Specification, back channel connection). */
export const backchannelTag = 'www.onvif.org/ver20/backchannel';

/** Option tags of Require and Proxy-Require (RFC 2326 12.32), as they were written; at most 16. */
export function parseRequire(...values: readonly (string | undefined)[]): readonly string[] {
  return values
    .flatMap((value) => (value ?? '').split(','))
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '')
    .slice(0, 16);
}

/** The tags that are not among `supported`; 512 characters at most, as they go into Unsupported. */
export function unsupportedTags(tags: readonly string[], supported: readonly string[]): string {
  const known = supported.map((tag) => tag.toLowerCase());
  return tags
    .filter((tag) => !known.includes(tag.toLowerCase()))
    .join(', ')
    .slice(0, 512);
}
