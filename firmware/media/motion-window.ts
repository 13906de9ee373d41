import type { FromMedia } from '../link/channel.ts';

/** Records of a source that the control process has not taken yet, at most. */
const mostUntaken = 4;

interface Waiting {
  untaken: number;
  lost: boolean;
  record: Uint8Array | undefined;
}

/**
 * Sends motion records to the control process. While that is busy the newest record of each source waits, with the loss of its
 * signal if there was one; older records are dropped.
 */
export class MotionWindow {
  readonly #tell: (message: FromMedia) => void;
  readonly #sources = new Map<string, Waiting>();

  constructor(tell: (message: FromMedia) => void) {
    this.#tell = tell;
  }

  /** Takes a record, or the loss of the signal. */
  offer(source: string, record: Uint8Array | undefined): void {
    const waiting = this.#sources.get(source) ?? { untaken: 0, lost: false, record: undefined };
    this.#sources.set(source, waiting);
    waiting.record = record;
    if (record === undefined) waiting.lost = true;
    this.#send(source, waiting);
  }

  /** The control process has taken a message of a source. */
  taken(source: string): void {
    const waiting = this.#sources.get(source);
    if (waiting === undefined) return;
    waiting.untaken = Math.max(0, waiting.untaken - 1);
    this.#send(source, waiting);
  }

  #send(source: string, waiting: Waiting): void {
    const { untaken, lost, record } = waiting;
    if (untaken >= mostUntaken || (!lost && record === undefined)) return;
    Object.assign(waiting, { untaken: untaken + 1, lost: false, record: undefined });
    this.#tell({ kind: 'motion', source, lost, ...(record !== undefined && { record }) });
  }
}
