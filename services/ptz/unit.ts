import type { Clock } from '../../hal/ports/clock.ts';
import type {
  HeadAxis,
  HeadFacts,
  HeadGroup,
  HeadMoveEnd,
  HeadPosition,
  HeadSpeed,
  HeadStatus,
  PtzHead,
} from '../../hal/ports/ptz-head.ts';
import { clamp } from '../../hal/ports/range.ts';
import { type Directions, fromClient, type HeadPicture, toClient } from '../entities/kinds/ptz/directions.ts';
import { directionsOf, type PtzEntity } from '../entities/kinds/ptz/entity.ts';
import type { Spaces } from '../entities/kinds/ptz/spaces.ts';
import { spacesSeen } from '../entities/kinds/ptz/view.ts';
import { Fault } from '../faults/fault.ts';
import { hardwareFault } from '../faults/hardware-fault.ts';
import { axesOf, isBounded, limitsOf, nearest, outwardEnds } from './bounds.ts';

import { Steering } from './steering.ts';

/** Issuer of a command: a client's command ends what the camera does by itself. */
export type Issuer = 'client' | 'camera';

/** A move that the head has accepted. */
export interface Move {
  /** Resolves when the head has it; the fault of a head that refuses it. */
  readonly begun: Promise<void>;
  /** Resolves at its end; `failed` when an axis gave up on the way, or the head refused it. */
  readonly ended: Promise<HeadMoveEnd | 'failed'>;
}

/** Share of the travel by which clients round positions. */
const slack = 1e-4;

const allGroups: Readonly<Record<HeadGroup, boolean>> = { panTilt: true, zoom: true };

/** Faults of commands that the head refuses; the standard names none for a head that looks for its reference, or that is gone. */
const refusals = { 'out-of-range': 'InvalidPosition', unsupported: 'SpaceNotSupported' } as const;

/** Head with its configuration: positions in units of the head, in the directions that clients see, and within the limits. */
export class PtzUnit {
  readonly head: PtzHead;
  readonly #entity: () => PtzEntity;
  readonly #picture: () => HeadPicture;
  readonly #clock: Clock;
  readonly #steering: Steering = new Steering();
  readonly #listeners = new Set<(issuer: Issuer) => void>();
  /** Ends of continuous moves that go to a limit, by group. */
  readonly #timers = new Map<HeadGroup, () => void>();
  /** Spaces with what they were made of. */
  #spaces: { readonly of: string; readonly made: Spaces } | undefined;

  /** @param picture picture of the head, by its video source configuration */
  constructor(head: PtzHead, entity: () => PtzEntity, picture: () => HeadPicture, clock: Clock) {
    this.head = head;
    this.#entity = entity;
    this.#picture = picture;
    this.#clock = clock;
  }

  /** Token of the node and of the configuration. */
  get token(): string {
    return this.head.facts.id;
  }

  get facts(): HeadFacts {
    return this.head.facts;
  }

  get entity(): PtzEntity {
    return this.#entity();
  }

  /** Spaces, made anew when the axes or the directions have changed: clients poll the status without pause. */
  get spaces(): Spaces {
    const { facts, directions } = this;
    const of = JSON.stringify([facts.axes, directions]);
    if (this.#spaces?.of !== of) this.#spaces = { of, made: spacesSeen(facts, directions) };
    return this.#spaces.made;
  }

  /** Picture of the head. */
  get picture(): HeadPicture {
    return this.#picture();
  }

  get directions(): Directions {
    return directionsOf(this.entity, this.picture.directions);
  }

  get status(): HeadStatus {
    return this.head.status;
  }

  get moving(): boolean {
    const { panTilt, zoom } = this.status.moving;
    return panTilt || zoom;
  }

  toClient(position: HeadPosition): HeadPosition {
    return toClient(position, this.directions);
  }

  /** Position of the head for one in the directions of the client. */
  fromClient(position: HeadPosition): HeadPosition {
    return fromClient(position, this.directions);
  }

  /** Velocity or translation of the head for one that a client steers by: E-flip counts as well. */
  steered(vector: HeadPosition): HeadPosition {
    const { tilt } = this.status.position;
    return fromClient(vector, this.#steering.directions(this.directions, this.entity, tilt));
  }

  /** Called with each command, before it is carried out. Returns how to end it. */
  onCommand(listener: (issuer: Issuer) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Position of the head within the limits: one next to a limit is the limit itself. Fault: InvalidPosition for one beyond. */
  within(target: HeadPosition): HeadPosition {
    const { facts, entity } = this;
    const places = axesOf(target).map(([axis, value]) => {
      const range = limitsOf(facts, entity, axis);
      const place = clamp(value, range);
      const travel = (facts.axes[axis]?.max ?? 0) - (facts.axes[axis]?.min ?? 0);
      if (Math.abs(place - value) > slack * travel) throw new Fault('InvalidPosition', `${axis} cannot go there`);
      return [axis, place] as const;
    });
    return Object.fromEntries(places);
  }

  /** Nearest position within the limits. */
  reachable(target: HeadPosition): HeadPosition {
    const { facts, entity } = this;
    return Object.fromEntries(axesOf(target).map(([axis, value]) => [axis, nearest(facts, entity, axis, value)]));
  }

  /** Moves to a position of the head. Fault: InvalidPosition for one beyond the limits; `begun` rejects with those of the head. */
  moveTo(target: HeadPosition, speed: HeadSpeed, issuer: Issuer): Move {
    const goal = this.within(target);
    this.#announce(issuer);
    this.#forget(groupsOf(goal));
    return started(this.head.moveTo(goal, speedsFor(goal, speed)));
  }

  /** Moves to a position of the head. Resolves once the head has begun; faults: InvalidPosition, and those of the head. */
  async begin(target: HeadPosition, speed: HeadSpeed, issuer: Issuer = 'client'): Promise<Move> {
    const move = this.moveTo(target, speed, issuer);
    await move.begun;
    return move;
  }

  /** Moves at velocities of the head until the timeout (ms) or a limit. Faults: those of the head. */
  async moveAt(velocity: HeadPosition, timeout: number): Promise<void> {
    this.#announce('client');
    const groups = groupsOf(velocity);
    this.#forget(groups);
    const axes = axesOf(velocity);
    const bounded = groups.filter((group) =>
      axes.some(([axis, value]) => groupOf(axis) === group && value !== 0 && isBounded(this.entity, axis, value)),
    );
    const isFree = ([axis]: (typeof axes)[number]): boolean => !bounded.includes(groupOf(axis));
    const free = axes.filter(isFree);
    try {
      if (free.length > 0) this.head.moveAt(Object.fromEntries(free), timeout);
    } catch (error) {
      throw hardwareFault(error, refusals);
    }
    for (const group of bounded)
      await this.#moveToLimits(
        group,
        axes.filter(([axis]) => groupOf(axis) === group),
        timeout,
      );
  }

  stop(groups: Readonly<Record<HeadGroup, boolean>> = allGroups, issuer: Issuer = 'client'): void {
    this.#announce(issuer);
    this.#forget((['panTilt', 'zoom'] as const).filter((group) => groups[group]));
    this.head.stop(groups);
  }

  /** Ends the timers; the head stays as it is. */
  close(): void {
    this.#forget(['panTilt', 'zoom']);
  }

  #announce(issuer: Issuer): void {
    for (const listener of [...this.#listeners]) listener(issuer);
  }

  #forget(groups: readonly HeadGroup[]): void {
    for (const group of groups) {
      this.#timers.get(group)?.();
      this.#timers.delete(group);
    }
  }

  /** An axis with a limit goes to it as to a position: it arrives there exactly, with its ramp. */
  async #moveToLimits(
    group: HeadGroup,
    velocity: readonly (readonly [HeadAxis, number])[],
    timeout: number,
  ): Promise<void> {
    const driven = velocity.filter(([, value]) => value !== 0);
    const ends = outwardEnds(this.facts, this.entity, this.status.position, driven);
    if (Object.keys(ends).length === 0) {
      this.head.stop({ panTilt: group === 'panTilt', zoom: group === 'zoom' });
      return;
    }
    const speeds = Object.fromEntries(driven.map(([axis, value]) => [axis, Math.abs(value)] as const));
    const move = started(this.head.moveTo(ends, speedsFor(ends, speeds)));
    const rest = Object.fromEntries(driven.map(([axis]) => [axis, 0]));
    const end = (): void => this.head.moveAt(rest, timeout);
    this.#timers.set(group, this.#clock.after(timeout, end));
    await move.begun;
  }
}

function groupOf(axis: HeadAxis): HeadGroup {
  return axis === 'zoom' ? 'zoom' : 'panTilt';
}

function groupsOf(position: HeadPosition): readonly HeadGroup[] {
  return [...new Set(axesOf(position).map(([axis]) => groupOf(axis)))];
}

/** Speeds of the axes that have a target. */
function speedsFor(target: HeadPosition, speed: HeadSpeed): HeadSpeed {
  return Object.fromEntries(axesOf(speed).filter(([axis]) => target[axis] !== undefined));
}

/** A command of the head: what it refuses is known by the next turn of the event loop, before anything moves. */
function started(command: Promise<HeadMoveEnd>): Move {
  const turn = new Promise<void>((resolve) => setImmediate(resolve));
  const begun = Promise.race([command.then(() => undefined), turn]).catch((error: unknown) => {
    throw hardwareFault(error, refusals);
  });
  // The reason of a move that fails later is in the status of the head.
  begun.catch(() => undefined);
  const ended = command.catch(() => 'failed' as const);
  return { begun, ended };
}
