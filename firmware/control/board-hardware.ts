import type { Logger } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import { type HardwareOptions, openHardware } from '../../hal/hardware/open-hardware.ts';
import { type Heads, openHeads } from '../../hal/head/open-heads.ts';
import { createAuxiliary } from '../../hal/io/auxiliary.ts';
import type { Auxiliary } from '../../hal/ports/auxiliary.ts';
import type { Hardware } from '../../hal/ports/hardware.ts';
import type { PtzHead } from '../../hal/ports/ptz-head.ts';
import { patient } from '../../hal/system/patience.ts';
import { followInputFile, showContacts } from '../../hal/virtual/contact-files.ts';
import { virtualLight } from '../../hal/virtual/light.ts';
import { followLightFile } from '../../hal/virtual/light-file.ts';
import type { Settings } from '../../services/settings/setting.ts';
import { BoardDayNight } from './day-night.ts';
import { infraredLamps } from './infrared-lamps.ts';
import { LiveSources } from './live-sources.ts';

/** Milliseconds for all parts to reach their safe state; parts that need longer reach it when the process ends. */
const closeTime = patient(3000);

interface BoardHardwareOptions {
  readonly board: Board;
  readonly settings: Settings;
  readonly log: Logger;
  /** Mean luma of a source, for light sensors that measure the picture. */
  readonly luma?: NonNullable<HardwareOptions['luma']>;
}

/**
 * Follows the files that the environment names: VEDETTE_LIGHT, the light around a virtual board in lux; VEDETTE_INPUTS, the ids of its
 * closed inputs; VEDETTE_RELAYS, into which its contacts are written. Returns how to stop.
 */
function followFiles(board: Board, log: Logger): () => void {
  const { VEDETTE_LIGHT: light, VEDETTE_INPUTS: inputs, VEDETTE_RELAYS: relays } = process.env;
  const ids = (board.digitalInputs ?? []).filter(({ driver }) => driver === 'virtual').map(({ id }) => id);
  const ends = [
    light === undefined ? undefined : followLightFile(light, virtualLight, log),
    inputs === undefined ? undefined : followInputFile(inputs, ids, log),
    relays === undefined ? undefined : showContacts(relays, log),
  ];
  return () => {
    for (const end of ends) end?.();
  };
}

/** Hardware of the board beside its streams, opened in the background. */
export class BoardHardware {
  /** Day and night on the parts that work. */
  readonly dayNight: BoardDayNight;
  /** Sources as they are from one moment to the next. */
  readonly sources: LiveSources;
  /** Wiper, washer, lamps and what else the board names. */
  readonly auxiliary: Auxiliary;
  readonly #endAuxiliary: () => void;
  readonly #heads: Heads;
  readonly #log: Logger;
  readonly #opening: Promise<Hardware | undefined>;
  readonly #listeners = new Set<(parts: Hardware) => void>();
  readonly #endFiles: () => void;
  #parts: Hardware | undefined;
  #closed = false;

  /** Begins to open the parts; a part that does not work is logged. */
  constructor({ board, settings, log, luma }: BoardHardwareOptions) {
    this.#log = log.child({ room: 'hardware' });
    this.dayNight = new BoardDayNight(settings, log.child({ room: 'day-night' }));
    this.#endFiles = followFiles(board, this.#log);
    const auxiliary = this.#createAuxiliary(board);
    this.auxiliary = auxiliary;
    this.#endAuxiliary = () => auxiliary.close();
    this.#heads = openHeads(board);
    this.sources = new LiveSources(board, this.#heads.all);
    this.onChange((parts) => {
      this.#heads.update(parts);
      this.dayNight.update(parts);
      this.sources.update(parts);
    });
    this.#opening = this.#open(board, luma === undefined ? {} : { luma }).catch((error: unknown) => {
      this.#log.error({ err: error }, 'the hardware of the board cannot be opened');
      return undefined;
    });
  }

  /** undefined until all parts were tried. */
  get parts(): Hardware | undefined {
    return this.#parts;
  }

  /** Heads for pan, tilt and zoom; the list and its objects stay while axes come and go. */
  get heads(): readonly PtzHead[] {
    return this.#heads.all;
  }

  /** The listener is called once the parts are open, and when one comes or is lost; never at once. Returns a function that ends it. */
  onChange(listener: (parts: Hardware) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Resolves when all parts are safe and closed, or after 3 s; never rejects. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#endFiles();
    this.sources.close();
    this.#endAuxiliary();
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

  #createAuxiliary(board: Board): ReturnType<typeof createAuxiliary> {
    const hardware = (): Hardware | undefined => this.#parts;
    const lamps = infraredLamps({ board, dayNight: this.dayNight, hardware });
    return createAuxiliary({ facts: board.auxiliaries ?? [], hardware, ...(lamps !== undefined && { lamps }) });
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
    // Day and night stops first: it must not move parts out of their safe state.
    await this.dayNight.close();
    this.#heads.close();
    await hardware?.close();
  }
}
