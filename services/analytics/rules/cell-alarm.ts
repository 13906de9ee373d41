import { type CellSet, hasCell, largestGroup } from '../scene/cells.ts';
import type { Scene } from '../scene/scene.ts';
import { type Delayed, type Delays, delayed, delayedFurther, quiet } from './delayed.ts';
import type { RuleMachine, RuleStep } from './machine.ts';
import { stateMessage } from './state-message.ts';

/** Part of the picture in which a rule looks for motion. */
interface CellArea {
  readonly cells: CellSet;
  /** Least number of adjacent cells. */
  readonly minCount: number;
  readonly delays: Delays;
}

/** State of a rule that looks at cells. */
export interface CellAlarm<Parameters> {
  readonly parameters: Parameters;
  readonly area: CellArea;
  readonly alarm: Delayed;
}

interface CellRule<Parameters> {
  /** Name of the boolean in the data. */
  readonly item: string;
  area(parameters: Parameters, columns: number, rows: number): CellArea;
  /** Whether there is motion in a cell of the area. */
  moves(scene: Scene, index: number, parameters: Parameters): boolean;
}

/** Layout before the first picture told another. */
const usual = { columns: 32, rows: 18 } as const;

/** Rule type that is on while enough adjacent cells of an area have motion. */
export function cellAlarmMachine<Parameters>(
  rule: CellRule<Parameters>,
): RuleMachine<Parameters, CellAlarm<Parameters>> {
  type State = CellAlarm<Parameters>;
  const step = (before: State, after: State, utc: number): RuleStep<State> => {
    const { on } = after.alarm;
    return { state: after, messages: on === before.alarm.on ? [] : [stateMessage(rule.item, on, utc)] };
  };
  const fitting = ({ parameters, area }: State, { columns, rows }: Scene): CellArea =>
    area.cells.columns === columns && area.cells.rows === rows ? area : rule.area(parameters, columns, rows);
  const alarmIn = ({ parameters, alarm }: State, { cells, minCount, delays }: CellArea, scene: Scene): Delayed => {
    if (!scene.picture) return delayedFurther(alarm, scene, delays);
    // Most cells are quiet, and no difference is 0 where something moves.
    const counts = (index: number): boolean =>
      scene.levels[index] !== 0 && hasCell(cells.bits, index) && rule.moves(scene, index, parameters);
    return delayed(alarm, largestGroup(scene.columns, scene.rows, counts) >= minCount, scene, delays);
  };
  return {
    initial: (parameters, { utc }) => ({
      state: { parameters, area: rule.area(parameters, usual.columns, usual.rows), alarm: quiet },
      messages: [stateMessage(rule.item, false, utc, 'Initialized')],
    }),
    next: (state, scene) => {
      const area = scene.picture ? fitting(state, scene) : state.area;
      return step(state, { ...state, area, alarm: alarmIn(state, area, scene) }, scene.utc);
    },
    reset: (state, utc) => step(state, { ...state, alarm: quiet }, utc),
  };
}
