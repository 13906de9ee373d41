/** Axis of a head: pan (right positive) and tilt (up positive) in degrees as seen in the picture, zoom from 0 (wide) to 1 (tele). */
export type HeadAxis = 'pan' | 'tilt' | 'zoom';

export interface HeadAxisFacts {
  /** Reachable positions, units of the axis. */
  readonly min: number;
  readonly max: number;
  /** Units a second. */
  readonly maxSpeed: number;
  /** Smallest move, units. */
  readonly resolution: number;
  /** Whether the axis moves to positions; false for a motor that moves by speed only. */
  readonly absolute: boolean;
  /** Endless pan: `max` joins `min`. */
  readonly endless: boolean;
}

/** Lens and sensor of a head: what the picture shows at each position of the zoom. */
export interface HeadOptics {
  /** Horizontal field of view at zoom 0, degrees. */
  readonly horizontalFieldOfView: number;
  /** Width of the picture divided by its height. */
  readonly aspect: number;
  /** Magnification at zoom 1; 1 without zoom. */
  readonly magnification: number;
  /** Magnification at equal steps of the zoom from 0 to 1; it grows evenly from 1 to `magnification` when absent. */
  readonly curve?: readonly number[];
  /** Focal length at zoom 0 and 1, mm. */
  readonly focalLength?: { readonly wide: number; readonly tele: number };
  /** `lens`: straight lines stay straight. `flat`: an angle is proportional to the distance in the picture (digital head, drawn scene). */
  readonly projection: 'lens' | 'flat';
}

/** Place of a head at the start of the camera; the owner of positions and presets moves it there, once the axes are referenced. */
export type HeadStartup = 'home' | 'last' | 'stay' | { readonly preset: string };

/** Facts of a head. They do not change while the camera runs, except for the resolution, which is known once an axis is open. */
export interface HeadFacts {
  /** Token of the node and of its configuration, e.g. PTZ1. */
  readonly id: string;
  /** Video sources that the head moves. */
  readonly sources: readonly string[];
  readonly axes: { readonly [Axis in HeadAxis]?: HeadAxisFacts };
  /** Crop window of the picture instead of motors. */
  readonly digital: boolean;
  readonly optics?: HeadOptics;
  readonly startup: HeadStartup;
}

export type HeadPosition = { readonly [Axis in HeadAxis]?: number };

/** Speeds above 0, units a second; beyond the maximum of the axis they count as the maximum. */
export type HeadSpeed = { readonly [Axis in HeadAxis]?: number };

/** Groups of axes: each has one running command. */
export type HeadGroup = 'panTilt' | 'zoom';

export interface HeadStatus {
  /** Without the axes whose position is unknown. */
  readonly position: HeadPosition;
  /** Whether an axis of the group moves or looks for its reference. */
  readonly moving: Readonly<Record<HeadGroup, boolean>>;
  /** Reason of the first axis that does not work. */
  readonly error?: string;
}

/** End of a move to a position. */
export type HeadMoveEnd = 'arrived' | 'replaced' | 'stopped';

/**
 * Head: pan, tilt and zoom of one or more video sources, with one owner of commands. The newest command replaces the running one of
 * each group that it names; nothing waits behind a motor. An axis of such a group that the command does not name comes to rest.
 *
 * Commands throw HalError before anything moves: 'unsupported' (no such axis, or no positions), 'out-of-range', 'busy' (an axis looks for
 * its reference), and 'gone' or 'io' when none of the named axes works. A faulty axis does not stop the others.
 */
export interface PtzHead {
  readonly facts: HeadFacts;
  /** Kept in memory: costs nothing to read, many times a second. `moving` is true before a command returns. */
  readonly status: HeadStatus;
  /** Calls when an axis starts, stops or fails, and every 50 ms at most for each axis that moves. Returns the unsubscribe function. */
  onStatus(listener: (status: HeadStatus) => void): () => void;
  /**
   * Moves to a position. Without a speed for pan and tilt both arrive together; with one, each goes at its own. Resolves at the end of
   * the command; after `stop` the axes may still ramp down. Rejects at the end with the HalError of an axis that failed on its way.
   */
  moveTo(target: HeadPosition, speed?: HeadSpeed): Promise<HeadMoveEnd>;
  /**
   * Moves at signed speeds, units a second; 0 brings the axis to rest with its ramp. At the limit of its travel an axis stands still.
   * @param timeout ms until the axes come to rest by themselves
   */
  moveAt(velocity: HeadPosition, timeout: number): void;
  /** Brings the axes of the groups to rest with their ramps; nothing for a group that stands. Never throws. */
  stop(groups: Readonly<Record<HeadGroup, boolean>>): void;
  /** References the axes that need it, as the head does by itself at the start. Rejects with the HalError of an axis that fails. */
  home(): Promise<void>;
  /**
   * Position that brings a point of the present picture into its middle.
   * @param x half widths right of the middle @param y half heights above it
   * @returns the position, which may lie beyond the limits; undefined without optics, pan, tilt or a known position
   */
  byFieldOfView(x: number, y: number): { readonly pan: number; readonly tilt: number } | undefined;
  /**
   * Place of a direction in the present picture, the inverse of `byFieldOfView`: half widths right of the middle, half heights above it.
   * undefined also for a direction behind the camera.
   */
  inPicture(pan: number, tilt: number): { readonly x: number; readonly y: number } | undefined;
}
