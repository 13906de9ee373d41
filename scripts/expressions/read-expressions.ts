import { parse } from 'acorn';

/** A regular expression of a source file. */
export interface FoundExpression {
  readonly source: string;
  readonly flags: string;
}

interface ReadExpressions {
  readonly literals: readonly FoundExpression[];
  /** Calls of RegExp within functions: their pattern is not known before they run. */
  readonly dynamic: number;
}

interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string';
}

function isRegExpCall({ type, callee }: Node): boolean {
  const isCall = type === 'NewExpression' || type === 'CallExpression';
  return isCall && isNode(callee) && callee.type === 'Identifier' && callee.name === 'RegExp';
}

/** Reads the regular expressions of a compiled module. */
export function readExpressions(text: string): ReadExpressions {
  const literals: FoundExpression[] = [];
  let dynamic = 0;
  const visit = (node: Node, depth: number): void => {
    if (node.type === 'Literal' && typeof node.regex === 'object' && node.regex !== null) {
      const { pattern, flags } = node.regex as { readonly pattern: string; readonly flags: string };
      literals.push({ source: pattern, flags });
    }
    if (isRegExpCall(node) && depth > 0) dynamic += 1;
    const inner = /Function|MethodDefinition/.test(node.type) ? depth + 1 : depth;
    for (const member of Object.values(node)) {
      for (const child of Array.isArray(member) ? (member as unknown[]) : [member])
        if (isNode(child)) visit(child, inner);
    }
  };
  visit(parse(text, { ecmaVersion: 'latest', sourceType: 'module' }) as unknown as Node, 0);
  return { literals, dynamic };
}
