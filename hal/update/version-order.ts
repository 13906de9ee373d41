/** Numbers of a version; a build (`+...`) says nothing about the order (semver.org 10). */
function parse(version: string): { readonly numbers: readonly number[]; readonly early: string } {
  const [release = '', ...rest] = version.split('+', 1)[0]?.split('-') ?? [];
  return { numbers: release.split('.').map(Number), early: rest.join('-') };
}

/** Form of a version: three numbers, and words for an early version or a build. */
export const versionPattern: RegExp = /^\d{1,6}\.\d{1,6}\.\d{1,6}(?:[-+][0-9A-Za-z.+-]{1,64})?$/;

/** True when one version comes before the other; an early version (`1.0.0-rc1`) comes before its release. */
export function isOlder(one: string, other: string): boolean {
  const [first, second] = [parse(one), parse(other)];
  for (const index of [0, 1, 2]) {
    const difference = (first.numbers[index] ?? 0) - (second.numbers[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  if (first.early === second.early) return false;
  if (first.early === '' || second.early === '') return second.early === '';
  return first.early < second.early;
}
