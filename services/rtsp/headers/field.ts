/** A header field: name in lower case, value without blanks around it. */
type Field = readonly [name: string, value: string];

const token = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

function isBlank(text: string, at: number): boolean {
  const character = text[at];
  return character === ' ' || character === '\t';
}

/** Text without the blanks and tabs around it. Regular expressions for this take quadratic time on runs of blanks. @internal */
export function trimBlanks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text, start)) start += 1;
  while (end > start && isBlank(text, end - 1)) end -= 1;
  return text.slice(start, end);
}

/** Whether a line continues the field before it (RFC 2326 4.2). */
function isFolded(line: string): boolean {
  return isBlank(line, 0);
}

/** Field of a line; undefined when the line is malformed. */
function parseField(line: string): Field | undefined {
  const colon = line.indexOf(':');
  const name = trimBlanks(line.slice(0, Math.max(0, colon))).toLowerCase();
  if (isFolded(line) || !token.test(name) || line.includes('\r')) return undefined;
  return [name, trimBlanks(line.slice(colon + 1))];
}

/** The fields of a head by name; the values of a repeated field are joined by `, `. Undefined when a line is malformed. */
export function parseFields(lines: readonly string[]): Map<string, string> | undefined {
  const values = new Map<string, string[][]>();
  let last: string[] | undefined;
  for (const line of lines) {
    if (isFolded(line) && last !== undefined) {
      last.push(trimBlanks(line));
      continue;
    }
    const field = parseField(line);
    if (field === undefined) return undefined;
    const [name, value] = field;
    last = [value];
    const before = values.get(name);
    if (before === undefined) values.set(name, [last]);
    else before.push(last);
  }
  const join = (pieces: readonly string[]): string => pieces.filter((piece) => piece !== '').join(' ');
  return new Map([...values].map(([name, all]) => [name, all.map(join).join(', ')]));
}
