import type { Board } from '../../../hal/boards/board.ts';
import type { Clock } from '../../../hal/ports/clock.ts';
import type { Hardware } from '../../../hal/ports/hardware.ts';
import type { MotorAxis } from '../../../hal/ports/motor-axis.ts';
import type { Imaging } from '../imaging.ts';
import { toStandard } from '../scale.ts';
import { AxisFocus } from './axis-focus.ts';
import type { FocusUnit } from './focus-unit.ts';
import { LevelFocus } from './level-focus.ts';

/** Motors of the board, open or not yet. */
export interface FocusMotors {
  readonly parts: Pick<Hardware, 'axes'> | undefined;
}

interface FocusOptions {
  readonly board: Pick<Board, 'sources'>;
  readonly motors: FocusMotors;
  readonly imaging: Imaging;
  readonly clock: Clock;
  /** Takes the failures of moves that nobody waits for. */
  readonly onFailure: (error: unknown) => void;
}

/** Focus of each source: a motor of the board for the first one, else the level of its camera. */
export class FocusUnits {
  readonly #options: FocusOptions;
  readonly #levels = new Map<string, LevelFocus>();
  #motor: AxisFocus | undefined;

  constructor(options: FocusOptions) {
    this.#options = options;
  }

  /** undefined for a source whose focus cannot be moved. */
  of(source: string): FocusUnit | undefined {
    const motor = this.#motorOf(source);
    if (motor !== undefined) return motor;
    if (this.#options.imaging.camera(source)?.facts.levels.focus === undefined) return undefined;
    const known = this.#levels.get(source) ?? this.#levelOf(source);
    this.#levels.set(source, known);
    return known;
  }

  #motorOf(source: string): FocusUnit | undefined {
    const { board, motors, onFailure } = this.#options;
    if (board.sources[0]?.id !== source) return undefined;
    const axis = [...(motors.parts?.axes.values() ?? [])].find(({ facts }) => facts.kind === 'focus');
    if (axis === undefined) return undefined;
    if (this.#motor?.axis !== axis) {
      this.#motor = new AxisFocus(axis);
      find(axis, onFailure);
    }
    return this.#motor;
  }

  #levelOf(source: string): LevelFocus {
    const { imaging, clock, onFailure } = this.#options;
    return new LevelFocus({
      clock,
      position: () => {
        const { facts, values } = imaging.camera(source) ?? {};
        const range = facts?.levels.focus;
        const set = imaging.values(source);
        const now = set.modes.focus === 'MANUAL' ? set.levels.focus : undefined;
        if (now !== undefined || range === undefined) return now ?? 0;
        return toStandard('fraction', range, values?.levels?.focus ?? range.initial);
      },
      place: async (focus, resting) => {
        try {
          await imaging.change(source, () => ({ levels: { focus }, modes: { focus: 'MANUAL' } }), resting);
        } catch (error) {
          onFailure(error);
        }
      },
    });
  }
}

/** Finds the reference of a motor that does not know its position. */
function find(axis: MotorAxis, onFailure: (error: unknown) => void): void {
  if (axis.status.state === 'unreferenced') axis.home().catch(onFailure);
}
