/** Characters of a password at least. */
export const shortestPassword = 8;

type Strength = 'weak' | 'fair' | 'strong';

/** Rough strength of a password: its length counts most. */
export function strengthOf(password: string): Strength {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(password)).length;
  const different = new Set(password).size;
  const score = Math.min(password.length, different * 2) + 2 * kinds;
  if (score < 16) return 'weak';
  return score < 22 ? 'fair' : 'strong';
}
