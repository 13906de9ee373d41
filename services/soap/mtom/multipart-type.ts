/** What a request says of its own form when it is a MIME multipart with a SOAP message in the first part (MTOM 3.2). */
export interface MultipartType {
  readonly boundary: string;
  /** Content-ID of the part with the message, without angle brackets; undefined means the first part. */
  readonly start: string | undefined;
}

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+/;

/** Text of a quoted string without its quotes, and what comes after it; undefined when it does not end (RFC 9110 5.6.4). */
function quoted(text: string): readonly [value: string, rest: string] | undefined {
  let value = '';
  for (let at = 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') return [value, text.slice(at + 1)];
    if (character === '\\') at += 1;
    value += text[at] ?? '';
  }
  return undefined;
}

/** Value of a parameter; clients leave out the quotes that some characters need, so a bare one ends at the semicolon. */
function parameterValue(text: string): readonly [value: string, rest: string] | undefined {
  if (text.startsWith('"')) return quoted(text);
  const end = text.indexOf(';');
  const value = end < 0 ? text : text.slice(0, end);
  return [value.trim(), text.slice(value.length)];
}

/** Parameters of a content type by lower-case name, in any order; undefined when they are not well formed. @internal */
export function parametersOf(contentType: string): ReadonlyMap<string, string> | undefined {
  const parameters = new Map<string, string>();
  let rest = contentType.slice(contentType.split(';', 1)[0]?.length ?? 0).trim();
  while (rest.startsWith(';')) {
    rest = rest.slice(1).trimStart();
    if (rest === '') break;
    const name = token.exec(rest)?.[0];
    if (name === undefined) return undefined;
    rest = rest.slice(name.length).trimStart();
    if (!rest.startsWith('=')) return undefined;
    const read = parameterValue(rest.slice(1).trimStart());
    if (read === undefined) return undefined;
    parameters.set(name.toLowerCase(), read[0]);
    rest = read[1].trimStart();
  }
  return rest === '' ? parameters : undefined;
}

/** Content-ID or reference without what surrounds it: `<a@b>` and `cid:a%40b` both name `a@b` (RFC 2392). */
export function contentId(written: string): string {
  const text = written.trim();
  if (/^cid:/i.test(text)) {
    try {
      return decodeURIComponent(text.slice(4));
    } catch {
      return text.slice(4);
    }
  }
  return text.startsWith('<') && text.endsWith('>') ? text.slice(1, -1) : text;
}

/** Boundaries of RFC 2046 5.1.1: up to 70 characters that may stand in a line. */
const boundaryForm = /^[\x21-\x7e ]{0,69}[\x21-\x7e]$/;

/** undefined for a content type that is not multipart/related; 'unreadable' for one without a valid boundary. */
export function multipartType(contentType: string): MultipartType | 'unreadable' | undefined {
  if (contentType.split(';', 1)[0]?.trim().toLowerCase() !== 'multipart/related') return undefined;
  const parameters = parametersOf(contentType);
  const boundary = parameters?.get('boundary') ?? '';
  if (parameters === undefined || !boundaryForm.test(boundary)) return 'unreadable';
  const start = parameters.get('start');
  return { boundary, start: start === undefined ? undefined : contentId(start) };
}
