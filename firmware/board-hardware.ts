import type { Logger } from 'pino';
import type { Board } from '../hal/boards/board.ts';
import { type HardwareOptions, openHardware } from '../hal/hardware/open-hardware.ts';
import type { Hardware } from '../hal/ports/hardware.ts';
import { patient } from '../hal/system/patience.ts';

/** Milliseconds for all parts to reach their safe state; what is left then does so when the process ends. */
const closeTime = patient(3000);

/** What the board has beside its streams, while the camera runs: nobody waits for it. */
export class BoardHardware {
  readonly #log: Logger;
  readonly #opening: Promise<Hardware | undefined>;

  /** Begins to open the parts; those that do not work are logged. */
  constructor(board: Board, log: Logger, options: HardwareOptions = {}) {
    this.#log = log;
    this.#opening = openHardware(board, log, options).catch((error: unknown) => {
      log.error({ err: error }, 'the hardware of the board cannot be opened');
      return undefined;
    });
  }

  /** Everything safe and let go, or 3 s over; rejects never. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), closeTime);
    });
    try {
      const closed = this.#opening.then((hardware) => hardware?.close());
      if ((await Promise.race([closed, late])) === 'late') this.#log.warn('the hardware does not close in time');
    } catch (error) {
      this.#log.error({ err: error }, 'the hardware does not close');
    } finally {
      clearTimeout(timer);
    }
  }
}
