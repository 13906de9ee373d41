/**
 * Half steps of a motor with two coils on four lines (A, B, A', B'): one and two lines are active in turn. The first line is
 * the highest bit; backward steps go through the table backward.
 */
const halfSteps: readonly number[] = [0b1000, 0b1100, 0b0100, 0b0110, 0b0010, 0b0011, 0b0001, 0b1001];

/** Active lines in a phase; phases repeat every eight. */
export function coilsAt(phase: number): readonly boolean[] {
  const pattern = halfSteps[((phase % 8) + 8) % 8] ?? 0;
  return [0b1000, 0b0100, 0b0010, 0b0001].map((bit) => (pattern & bit) !== 0);
}
