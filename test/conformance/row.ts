/** One feature of the standard, under the id that tests claim it by (`// shows STR-05, STR-05a`). */
export interface Row {
  readonly id: string;
  readonly feature: string;
  /** When a device must have it, in a few words. */
  readonly condition: string;
  /** Why the camera does not have it; a row with a reason must have no test. */
  readonly notOffered?: string;
}

export interface Chapter {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** A test that shows rows: its place and its title as it stands in the source. */
export interface Claim {
  readonly ids: readonly string[];
  /** Path from the repository root. */
  readonly file: string;
  readonly title: string;
}
