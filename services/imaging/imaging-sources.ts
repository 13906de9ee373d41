import type { Board } from '../../hal/boards/board.ts';
import type { CameraFacts, CameraSettings } from '../../hal/ports/camera.ts';
import type { DayNightMode } from '../../hal/ports/day-night.ts';
import { Fault } from '../faults/fault.ts';
import type { FocusUnits } from './focus/focus-units.ts';
import { type Imaging, noFacts } from './imaging.ts';
import type { DayNightAccess } from './imaging-options.ts';
import { type Offered, offeredBy } from './members.ts';

/** A video source with imaging. */
export interface ImagingSource {
  readonly id: string;
  readonly facts: CameraFacts;
  readonly offered: Offered;
  readonly inForce: CameraSettings;
  /** Modes of the filter that day and night moves; empty for a source without one. */
  readonly filterModes: readonly DayNightMode[];
}

interface SourcesOptions {
  readonly board: Pick<Board, 'sources'>;
  readonly imaging: Imaging;
  readonly dayNight: DayNightAccess;
  readonly focus: FocusUnits;
}

/** Video sources of the board by their tokens. */
export class ImagingSources {
  readonly #options: SourcesOptions;

  constructor(options: SourcesOptions) {
    this.#options = options;
  }

  /** Id of a source that exists; ZoneMinder calls the first one 000 on every camera. Fault: NoSource. */
  known(token: string): string {
    const { sources } = this.#options.board;
    const source = token === '000' ? sources[0] : sources.find(({ id }) => id === token);
    if (source === undefined) throw new Fault('NoSource', `No video source ${token.slice(0, 64)}`);
    return source.id;
  }

  /**
   * Source of a token as it is now; a camera that was unplugged keeps its last report. Faults: NoSource, NoImagingForSource for a
   * source without settings, or whose camera has not been found since the start.
   */
  async of(token: string): Promise<ImagingSource> {
    const id = this.known(token);
    const { board, imaging, dayNight, focus } = this.#options;
    const isFile = board.sources.some((one) => one.id === id && one.camera.driver === 'encoded-file');
    const camera = isFile ? undefined : await imaging.cameraSoon(id);
    const filterIsMoved = imaging.movesFilterOf(id);
    const filterModes = filterIsMoved ? dayNight.modes : [];
    const focusMoves = focus.of(id) !== undefined;
    if (camera === undefined && filterModes.length === 0 && !focusMoves) {
      const why = isFile ? 'a file has no settings' : 'its camera has not been found yet';
      throw new Fault('NoImagingForSource', `No imaging settings for ${id}: ${why}`);
    }
    const facts = camera?.facts ?? noFacts;
    const offered = offeredBy({ facts, focusMoves, filterIsMoved });
    return { id, facts, offered, filterModes, inForce: camera?.values ?? {} };
  }
}
