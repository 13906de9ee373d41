/** Digits behind the point: a millionth of a pixel. A smaller number than a GVariant holds must not be written. */
const digits = 9;

/** A number (double) in GVariant text. */
export function doubleText(value: number): string {
  return Number(value.toFixed(digits)).toExponential();
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A string in GVariant text. Characters that UTF-8 cannot hold are replaced. */
export function stringText(value: string): string {
  // UTF-8 has no lone surrogates; reading back what was written replaces them.
  const wellFormed = Buffer.from(value, 'utf8').toString('utf8').replaceAll('\0', '');
  return `'${wellFormed.replace(/[\\'\n\r\t]/g, (character) => escapes[character] ?? '')}'`;
}

/** An array in GVariant text, of members that are text already. */
export function listText(members: readonly string[]): string {
  return `[${members.join(', ')}]`;
}
