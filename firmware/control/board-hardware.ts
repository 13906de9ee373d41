import type { Logger } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import { type HardwareOptions, openHardware } from '../../hal/hardware/open-hardware.ts';
import type { Hardware } from '../../hal/ports/hardware.ts';
import { patient } from '../../hal/system/patience.ts';
import { virtualLight } from '../../hal/virtual/light.ts';
import { followLightFile } from '../../hal/virtual/light-file.ts';
import type { Settings } from '../../services/settings/setting.ts';
import { BoardDayNight } from './day-night.ts';
import { VirtualScene } from './virtual-scene.ts';

/** Milliseconds for all parts to reach their safe state; what is left then does so when the process ends. */
const closeTime = patient(3000);

export interface BoardHardwareOptions {
  readonly board: Board;
  readonly settings: Settings;
  readonly log: Logger;
  /** For light sensors that go by the picture. */
  readonly luma?: NonNullable<HardwareOptions['luma']>;
}

/** VEDETTE_LIGHT names the file that says how bright it is around a virtual board. */
function followLight(log: Logger): () => void {
  const { VEDETTE_LIGHT: file } = process.env;
  return file === undefined ? () => undefined : followLightFile(file, virtualLight, log);
}

/** What the board has beside its streams, while the camera runs: nobody waits for it. */
export class BoardHardware {
  /** Runs on the parts that work. */
  readonly dayNight: BoardDayNight;
  /** What virtual cameras see of it. */
  readonly scene: VirtualScene;
  readonly #log: Logger;
  readonly #opening: Promise<Hardware | undefined>;
  readonly #listeners = new Set<(parts: Hardware) => void>();
  readonly #endLight: () => void;
  #parts: Hardware | undefined;
  #closed = false;

  /** Begins to open the parts; those that do not work are logged. */
  constructor({ board, settings, log, luma }: BoardHardwareOptions) {
    this.#log = log.child({ room: 'hardware' });
    this.dayNight = new BoardDayNight(settings, log.child({ room: 'day-night' }));
    this.#endLight = followLight(this.#log);
    this.scene = new VirtualScene(board);
    this.onChange((parts) => {
      this.dayNight.update(parts);
      this.scene.update(parts);
    });
    this.#opening = this.#open(board, luma === undefined ? {} : { luma }).catch((error: unknown) => {
      this.#log.error({ err: error }, 'the hardware of the board cannot be opened');
      return undefined;
    });
  }

  /** undefined until the board was looked at. */
  get parts(): Hardware | undefined {
    return this.#parts;
  }

  /** Called once the parts are open, and when one comes or is lost; not at once when they are open already. Returns how to end it. */
  onChange(listener: (parts: Hardware) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Everything safe and let go, or 3 s over; rejects never. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#endLight();
    this.scene.close();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), closeTime);
    });
    try {
      const closed = this.#opening.then((hardware) => this.#let(hardware));
      if ((await Promise.race([closed, late])) === 'late') this.#log.warn('the hardware does not close in time');
    } catch (error) {
      this.#log.error({ err: error }, 'the hardware does not close');
    } finally {
      clearTimeout(timer);
    }
  }

  async #open(board: Board, options: HardwareOptions): Promise<Hardware> {
    const parts = await openHardware(board, this.#log, options);
    this.#parts = parts;
    const tell = (): void => {
      if (!this.#closed) for (const listener of [...this.#listeners]) listener(parts);
    };
    parts.onChange(tell);
    tell();
    return parts;
  }

  async #let(hardware: Hardware | undefined): Promise<void> {
    // Whoever moves the parts ends before they go into their safe state.
    await this.dayNight.close();
    await hardware?.close();
  }
}
