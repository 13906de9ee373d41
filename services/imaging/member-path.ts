/** Member of nested objects by its path, `Exposure/Gain`; undefined when one of them is absent. */
export function memberAt(value: unknown, path: string): unknown {
  return path.split('/').reduce<unknown>((held, name) => {
    return typeof held === 'object' && held !== null ? (held as Readonly<Record<string, unknown>>)[name] : undefined;
  }, value);
}

/** Nested objects of members and their paths, for the encoder, which checks them against the schema. */
export function nested(members: readonly (readonly [path: string, value: unknown])[]): object {
  const root: Record<string, unknown> = {};
  for (const [path, value] of members) {
    const names = path.split('/');
    const last = names.pop() ?? '';
    let held = root;
    for (const name of names) {
      held[name] ??= {};
      held = held[name] as Record<string, unknown>;
    }
    held[last] = value;
  }
  return root;
}
