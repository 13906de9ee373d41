/** Label of RFC 1123 2.1: letters, digits and dashes, none at the ends. */
const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** True for a name of RFC 1123, at most that long; a name of nothing but numbers and dots is no name. */
export function isHostName(name: string, longest: number): boolean {
  if (name.length === 0 || name.length > longest) return false;
  const labels = name.split('.');
  return labels.every((one) => label.test(one)) && !/^\d+$/.test(labels.at(-1) ?? '');
}
