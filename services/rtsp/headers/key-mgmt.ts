/** Entry of a KeyMgmt header (RFC 4567 3.2). */
interface KeyManagement {
  /** `mikey` is the only protocol there is. */
  readonly protocol: string;
  readonly uri: string;
  /** base64 */
  readonly data: string;
}

/** Entries that are looked at in one header. */
const entriesLimit = 4;

const field = /^([a-z]+)\s*=\s*(?:"([^"]*)"|([^"\s]*))$/i;

/** Pieces of a text between separators that stand outside quotes. */
function splitUnquoted(text: string, separator: string): readonly string[] {
  const pieces: string[] = [];
  let [start, isQuoted] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    if (text[at] !== separator || isQuoted) continue;
    pieces.push(text.slice(start, at));
    start = at + 1;
  }
  return [...pieces, text.slice(start)];
}

function parseEntry(text: string): KeyManagement | undefined {
  const fields = new Map(
    splitUnquoted(text, ';').flatMap((piece) => {
      const [, name, quoted, plain] = field.exec(piece.trim()) ?? [];
      return name === undefined ? [] : [[name.toLowerCase(), quoted ?? plain ?? ''] as const];
    }),
  );
  const [protocol, data] = [fields.get('prot'), fields.get('data')];
  if (protocol === undefined || data === undefined) return undefined;
  return { protocol: protocol.toLowerCase(), uri: fields.get('uri') ?? '', data: data.replace(/\s/g, '') };
}

/** The entries of a KeyMgmt header; entries that cannot be read are left out. */
export function parseKeyManagement(value: string): readonly KeyManagement[] {
  return splitUnquoted(value, ',')
    .slice(0, entriesLimit)
    .map(parseEntry)
    .filter((entry) => entry !== undefined);
}

/** @internal */
export function serializeKeyManagement({ protocol, uri, data }: KeyManagement): string {
  return `prot=${protocol};uri="${uri}";data="${data}"`;
}
