import type { FoundExpression } from './read-expressions.ts';

/** Runs a function and tells the regular expressions that it has made from texts. */
export async function recordExpressions(run: () => Promise<void>): Promise<readonly FoundExpression[]> {
  const made: FoundExpression[] = [];
  const original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(original, {
    construct: (target, args: ConstructorParameters<typeof RegExp>) => {
      const expression = new target(...args);
      made.push({ source: expression.source, flags: expression.flags });
      return expression;
    },
  });
  try {
    await run();
  } finally {
    globalThis.RegExp = original;
  }
  return made;
}
