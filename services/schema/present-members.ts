/** Removes members that are undefined: an optional element is absent, never empty. */
export function presentMembers<Parts extends object>(
  parts: Parts,
): { readonly [Name in keyof Parts]?: NonNullable<Parts[Name]> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as {
    readonly [Name in keyof Parts]?: NonNullable<Parts[Name]>;
  };
}
