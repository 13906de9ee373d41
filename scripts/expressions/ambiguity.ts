import { analyse } from 'scslre';
import type { FoundExpression } from './read-expressions.ts';

/**
 * How the cost of an expression grows in the worst case, where that is faster than linearly; undefined = no such case was
 * found. Alternatives of a repetition that begin alike are not compared.
 */
export function ambiguityOf({ source, flags }: FoundExpression): 'polynomial' | 'exponential' | undefined {
  const { reports } = analyse({ source, flags });
  if (reports.length === 0) return undefined;
  return reports.some((report) => report.exponential) ? 'exponential' : 'polynomial';
}
