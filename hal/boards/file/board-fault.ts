/** Contradiction between parts of a board. */
export interface BoardFault {
  /** Place of the later of two parts. */
  readonly path: readonly (string | number)[];
  /** Place of the other part, for a file that has nothing at `path`. */
  readonly against?: readonly (string | number)[];
  readonly message: string;
}
