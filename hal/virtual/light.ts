import { HalError } from '../ports/hal-error.ts';

/** Highest light of the drawn scene, lux. */
const most = 200_000;

/** Light around the virtual camera: ambient light plus the camera's illuminators. */
export class VirtualLight {
  #ambient: number;
  readonly #lamps = new Map<string, { readonly infrared: boolean; readonly lux: number }>();
  readonly #listeners = new Set<() => void>();

  /** @param ambient initial light, lux */
  constructor(ambient = 500) {
    this.#ambient = ambient;
  }

  /** Sets the ambient light, lux, 0..200000. Throws HalError 'out-of-range'. */
  setLight(lux: number): void {
    if (!(lux >= 0 && lux <= most))
      throw new HalError('out-of-range', `virtual light: ${lux} lux is not in 0..${most}`);
    if (lux === this.#ambient) return;
    this.#ambient = lux;
    this.#notify();
  }

  /** Ambient light without illuminators, lux. */
  light(): number {
    return this.#ambient;
  }

  /** Sets the light of one illuminator on the sensor, lux; 0 = off. */
  shine(id: string, lamp: { readonly infrared: boolean; readonly lux: number }): void {
    const before = this.#lamps.get(id);
    this.#lamps.set(id, lamp);
    if (before?.lux !== lamp.lux || before.infrared !== lamp.infrared) this.#notify();
  }

  /** Light on a sensor, lux: ambient light, white lamps, and infrared lamps if the sensor sees them. */
  seen(infrared: boolean): number {
    return this.#ambient + this.#lampLight(false) + (infrared ? this.#lampLight(true) : 0);
  }

  /** Light on the picture, lux, 200000 at most: ambient light with white lamps, and infrared lamps separately. */
  shining(): { readonly visible: number; readonly infrared: number } {
    return { visible: Math.min(this.seen(false), most), infrared: Math.min(this.#lampLight(true), most) };
  }

  /** Calls when any light changes. Returns the unsubscribe function. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #lampLight(infrared: boolean): number {
    return [...this.#lamps.values()].reduce((sum, lamp) => sum + (lamp.infrared === infrared ? lamp.lux : 0), 0);
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Light of the virtual board. */
export const virtualLight: VirtualLight = new VirtualLight();
