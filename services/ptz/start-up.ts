import { z } from 'zod';
import type { Clock } from '../../hal/ports/clock.ts';
import type { HeadPosition } from '../../hal/ports/ptz-head.ts';
import { type Setting, type SettingDefinition, type Settings, setting } from '../settings/setting.ts';
import { axesOf } from './bounds.ts';
import type { HomePositions } from './presets/home.ts';
import { positionSchema } from './presets/preset-list.ts';
import { hasPositions, type Presets } from './presets/presets.ts';
import type { PtzUnit } from './unit.ts';

type LastPositions = Readonly<Record<string, HeadPosition>>;

/** Positions at which heads that start there came to rest, by head. */
export const lastPositionSetting: SettingDefinition<LastPositions> = setting<LastPositions>({
  name: 'ptz-last-position',
  version: 1,
  schema: z.record(z.string(), positionSchema),
  initial: {},
  reset: 'soft',
  secret: false,
  backup: false,
});

/** Time at rest (ms) before a position is stored: a joystick does not write with each stop. */
const restTime = 3000;

interface StartUpParts {
  readonly presets: Presets;
  readonly homes: HomePositions;
  readonly settings: Settings;
  readonly clock: Clock;
}

/** Brings heads to the place where their board wants them, once their axes know where they are. */
export class StartUp {
  readonly #parts: StartUpParts;
  readonly #last: Setting<LastPositions>;
  readonly #ends: (() => void)[] = [];

  constructor(parts: StartUpParts) {
    this.#parts = parts;
    this.#last = parts.settings.open(lastPositionSetting);
  }

  /** @param then called when the head is ready and nothing has moved it: its tour may begin */
  follow(unit: PtzUnit, then: () => void): void {
    if (!hasPositions(unit)) return;
    if (unit.facts.startup === 'last') this.#keepLast(unit);
    let isOver = false;
    const ends: (() => void)[] = [];
    const end = (): void => {
      isOver = true;
      for (const one of ends) one();
    };
    const look = (): void => {
      if (isOver || !isReady(unit)) return;
      end();
      void this.#place(unit).then(then, () => undefined);
    };
    // A client that moves the head before it is in its place keeps it.
    ends.push(
      unit.onCommand((issuer) => issuer === 'client' && end()),
      unit.head.onStatus(look),
    );
    this.#ends.push(end);
    look();
  }

  close(): void {
    for (const end of this.#ends) end();
  }

  async #place(unit: PtzUnit): Promise<void> {
    const target = this.#targetOf(unit);
    if (target === undefined) return;
    const { ended } = await unit.begin(unit.reachable(target), {}, 'camera');
    await ended;
  }

  #targetOf(unit: PtzUnit): HeadPosition | undefined {
    const { startup } = unit.facts;
    const { homes, presets } = this.#parts;
    if (startup === 'stay') return undefined;
    if (startup === 'home') return homes.of(unit);
    if (startup === 'last') return this.#last.get()[unit.token];
    const found = presets
      .of(unit)
      .find((one) => one.token === startup.preset || presets.nameOf(one) === startup.preset);
    return found?.position;
  }

  #keepLast(unit: PtzUnit): void {
    let cancel: (() => void) | undefined;
    const keep = (): void => {
      const position = unit.status.position;
      void this.#last
        .change((all) => (isSame(all[unit.token], position) ? all : { ...all, [unit.token]: position }))
        // The next rest is stored anew; a full disk is told by the settings themselves.
        .catch(() => undefined);
    };
    const unwatch = unit.head.onStatus(() => {
      cancel?.();
      cancel = unit.moving || !isReady(unit) ? undefined : this.#parts.clock.after(restTime, keep);
    });
    this.#ends.push(unwatch, () => cancel?.());
  }
}

/** Whether the head stands and all its positions are known. */
function isReady({ facts, status, moving }: PtzUnit): boolean {
  const wanted = Object.entries(facts.axes).filter(([, { absolute }]) => absolute);
  const known = axesOf(status.position).map(([axis]) => axis as string);
  return !moving && wanted.every(([axis]) => known.includes(axis));
}

function isSame(one: HeadPosition | undefined, other: HeadPosition): boolean {
  return one !== undefined && axesOf(other).every(([axis, value]) => one[axis] === value);
}
