import type { RuleMachine, RuleMessage } from '../../../services/analytics/rules/machine.ts';
import { runningRule } from '../../../services/analytics/rules/machine.ts';
import { type CellSet, cellSet } from '../../../services/analytics/scene/cells.ts';
import type { Scene, SceneMeasures, SceneObject } from '../../../services/analytics/scene/scene.ts';

/** Time of the first scene: 1 December 2026, 12:00 UTC. */
export const noon: number = Date.UTC(2026, 11, 1, 12);

export const plainMeasures: SceneMeasures = {
  ...{ mean: 110, dark: 30, bright: 200, detail: 8, change: 0, gain: 1, offset: 0, noise: 0 },
};

/** A scene that many milliseconds after noon, with nothing in it but what is given. */
export function sceneAt(milliseconds: number, change: Partial<Scene> = {}): Scene {
  const { columns = 32, rows = 18 } = change;
  return {
    time: BigInt(Math.round(milliseconds * 1e6)),
    utc: noon + milliseconds,
    local: noon + milliseconds,
    delayTime: milliseconds,
    ...{ settling: false, lost: false, picture: true, columns, rows, threshold: 20, measures: plainMeasures },
    cells: new Uint8Array((columns * rows) / 8),
    levels: new Uint8Array(columns * rows),
    objects: [],
    things: [],
    ...change,
  };
}

/** Cells and levels of a scene with that difference in some cells, each as column and row. */
export function motionIn(
  cells: readonly (readonly [number, number])[],
  level = 30,
  columns = 32,
  rows = 18,
): Pick<Scene, 'cells' | 'levels' | 'columns' | 'rows'> {
  const moving = new Set(cells.map(([column, row]) => row * columns + column));
  const set: CellSet = cellSet(columns, rows, (index) => moving.has(index));
  const levels = Uint8Array.from({ length: columns * rows }, (_, index) => (moving.has(index) ? level : 0));
  return { cells: set.bits, levels, columns, rows };
}

/** An object whose box is 0.1 wide and 0.2 high around a point, by default of no class. */
export function objectAt(
  id: number,
  [x, y]: readonly [number, number],
  change: Partial<SceneObject> = {},
): SceneObject {
  return {
    ...{ id, point: { x, y }, before: { x, y }, centre: { x, y }, state: 'moving', classes: [], shownSince: noon },
    box: { left: x - 0.05, top: y + 0.1, right: x + 0.05, bottom: y - 0.1 },
    ...change,
  };
}

/** `1200 IsMotion true`: milliseconds after noon, operation where it is not Changed, and the data. */
export function told({ utc, operation, data, topic }: RuleMessage): string {
  const items = data.map(({ name, value }) => `${name} ${value instanceof Date ? value.getTime() - noon : value}`);
  const other = operation === 'Changed' ? [] : [operation ?? 'event'];
  return [Math.round(utc - noon), ...(topic === undefined ? [] : [topic]), ...other, ...items].join(' ');
}

/** Everything that a rule tells of scenes, after its initial messages. */
export function messagesOver<Parameters, State>(
  machine: RuleMachine<Parameters, State>,
  parameters: Parameters,
  scenes: Iterable<Scene>,
): readonly string[] {
  const rule = runningRule(machine, parameters);
  rule.begin({ utc: noon, local: noon }, undefined);
  return [...scenes].flatMap((scene) => rule.next(scene)).map(told);
}
