import type { Claim, Row } from './row.ts';

/** What is wrong between rows and claims, one line each; empty when every row is answered for once. */
export function faultsOf(rows: readonly Row[], claims: readonly Claim[]): readonly string[] {
  const claimed = new Set(claims.flatMap((claim) => claim.ids));
  const known = new Set(rows.map((row) => row.id));
  return [
    ...rows
      .filter((row, index) => rows.findIndex(({ id }) => id === row.id) !== index)
      .map(({ id }) => `${id}: stands twice in the rows`),
    ...rows
      .filter(({ id, notOffered }) => notOffered === undefined && !claimed.has(id))
      .map(({ id, feature }) => `${id}: neither a test nor a reason (${feature})`),
    ...rows
      .filter(({ id, notOffered }) => notOffered !== undefined && claimed.has(id))
      .map(({ id }) => `${id}: has both a test and a reason why it is not offered`),
    ...claims.flatMap(({ ids, file, title }) =>
      ids.filter((id) => !known.has(id)).map((id) => `${id}: unknown, claimed by ${file} “${title}”`),
    ),
  ];
}
