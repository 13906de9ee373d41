/** One entry of a KeyMgmt header (RFC 4567 3.2). */
export interface KeyManagement {
  /** `mikey` is the only protocol there is. */
  readonly protocol: string;
  readonly uri: string;
  /** base64 */
  readonly data: string;
}

function parseEntry(text: string): KeyManagement | undefined {
  const field = (name: string): string | undefined => {
    const match = new RegExp(`(?:^|;)\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;"\\s]*))`, 'i').exec(text);
    return match?.[1] ?? match?.[2];
  };
  const [protocol, data] = [field('prot'), field('data')];
  if (protocol === undefined || data === undefined) return undefined;
  return { protocol: protocol.toLowerCase(), uri: field('uri') ?? '', data: data.replace(/\s/g, '') };
}

/** The entries of a KeyMgmt header; entries that cannot be read are left out. */
export function parseKeyManagement(value: string): readonly KeyManagement[] {
  return value
    .split(/,(?=\s*prot\s*=)/i)
    .slice(0, 4)
    .map(parseEntry)
    .filter((entry) => entry !== undefined);
}

export function serializeKeyManagement({ protocol, uri, data }: KeyManagement): string {
  return `prot=${protocol};uri="${uri}";data="${data}"`;
}
