import type { Board } from '../../hal/boards/board.ts';
import type { AuxiliaryState } from '../../hal/ports/auxiliary.ts';
import type { DayNightMode } from '../../hal/ports/day-night.ts';
import type { Hardware } from '../../hal/ports/hardware.ts';
import type { BoardDayNight } from './day-night.ts';

interface InfraredLampsParts {
  readonly board: Pick<Board, 'illuminators' | 'lightSensors'>;
  readonly dayNight: Pick<BoardDayNight, 'settings' | 'set'>;
  readonly hardware: () => Pick<Hardware, 'illuminators'> | undefined;
}

interface InfraredLamps {
  readonly states: readonly AuxiliaryState[];
  set(state: AuxiliaryState): Promise<void>;
}

/** Mode of day and night for each state; `Off` leaves the picture as it is. */
const modes: Readonly<Partial<Record<AuxiliaryState, DayNightMode>>> = { On: 'OFF', Auto: 'AUTO' };

/**
 * Infrared lamps as one auxiliary function: On is night with its lamps, Off makes them dark in either phase, Auto follows the light.
 * undefined for a board without such lamps.
 */
export function infraredLamps({ board, dayNight, hardware }: InfraredLampsParts): InfraredLamps | undefined {
  const ids = (board.illuminators ?? []).filter(({ kind }) => kind === 'infrared').map(({ id }) => id);
  if (ids.length === 0) return undefined;
  /** Levels of lamps that were made dark, for when they shine again. */
  const usual = new Map<string, number>();
  const automatic = (board.lightSensors ?? []).length > 0;
  return {
    states: automatic ? ['On', 'Off', 'Auto'] : ['On', 'Off'],
    async set(state) {
      const { mode, adjustments, levels } = dayNight.settings;
      const working = ids.filter((id) => hardware()?.illuminators.has(id));
      for (const id of working) if (levels[id] !== undefined && levels[id] !== 0) usual.set(id, levels[id]);
      const lit = (id: string): number =>
        levels[id] === undefined || levels[id] === 0 ? (usual.get(id) ?? 1) : levels[id];
      const changed = Object.fromEntries(working.map((id) => [id, state === 'Off' ? 0 : lit(id)]));
      await dayNight.set({ mode: modes[state] ?? mode, adjustments, levels: { ...levels, ...changed } });
    },
  };
}
