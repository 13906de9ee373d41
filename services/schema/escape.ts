/** Characters that may need escaping: markup, controls and surrogates. */
const suspicious = /[^ !#-%'-;=?-\ud7ff\ue000-\ufffd]/;

/** Character data of an element. Characters that XML 1.0 forbids become U+FFFD. */
export function escapeText(text: string): string {
  return suspicious.test(text) ? escapeSlowly(text, false) : text;
}

/** Attribute value for double quotes; references keep white space from normalization. */
export function escapeAttribute(text: string): string {
  return suspicious.test(text) ? escapeSlowly(text, true) : text;
}

function escapeSlowly(text: string, attribute: boolean): string {
  let out = '';
  for (const character of text) {
    out += escapeCharacter(character, attribute);
  }
  return out;
}

const references: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const attributeReferences: Readonly<Record<string, string>> = { '"': '&quot;', '\t': '&#9;', '\n': '&#10;' };

function escapeCharacter(character: string, attribute: boolean): string {
  const reference = references[character] ?? (attribute ? attributeReferences[character] : undefined);
  if (reference !== undefined) {
    return reference;
  }
  const code = character.codePointAt(0) ?? 0;
  const control = code < 0x20 && code !== 0x9 && code !== 0xa && code !== 0xd;
  const forbidden = control || (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff;
  return forbidden ? '\ufffd' : character;
}
