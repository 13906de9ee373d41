import { RtspError } from '../status.ts';

/** Who talks on which speaker: one at a time. */
export class Talkers {
  readonly #byOutput = new Map<string, object>();

  /** Throws 453 when somebody else talks there. */
  reserve(output: string, talker: object): void {
    const present = this.#byOutput.get(output);
    if (present !== undefined && present !== talker) throw new RtspError(453, 'somebody else talks');
    this.#byOutput.set(output, talker);
  }

  release(output: string, talker: object): void {
    if (this.#byOutput.get(output) === talker) this.#byOutput.delete(output);
  }
}
