/** True in a process whose native code is under AddressSanitizer. */
const isSanitized = process.env.VEDETTE_NATIVE?.includes('/sanitize/') === true;

/** All cases, or the first of them where each is some times slower and further ones run the same native code. */
export function fewWhenSanitized<T>(cases: readonly T[], count: number): readonly T[] {
  return isSanitized ? cases.slice(0, count) : cases;
}
