import type { HeadMoveEnd } from '../ports/ptz-head.ts';

async function arrival(moves: readonly Promise<HeadMoveEnd>[], fault: Error | undefined): Promise<HeadMoveEnd> {
  const ends = await Promise.allSettled(moves);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  if (fault !== undefined) throw fault;
  const how = ends.flatMap((end) => (end.status === 'fulfilled' ? end.value : []));
  return how.find((end) => end !== 'arrived') ?? 'arrived';
}

/** Move of a head to a position, until it arrives or another command ends it. */
export class HeadCommand {
  readonly #ended: Promise<HeadMoveEnd>;
  #end: (how: HeadMoveEnd) => void = () => undefined;

  constructor() {
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  end(how: 'replaced' | 'stopped'): void {
    this.#end(how);
  }

  /**
   * Resolves when the command is ended, or when all axes arrived. Rejects once all axes stand when one of them failed.
   * @param fault error of an axis that could not be moved at all
   */
  result(moves: readonly Promise<HeadMoveEnd>[], fault: Error | undefined): Promise<HeadMoveEnd> {
    return Promise.race([this.#ended, arrival(moves, fault)]);
  }
}
