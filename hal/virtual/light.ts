import { HalError } from '../ports/hal-error.ts';

/** lux; what the drawn scene of the virtual camera can be lit with. */
const most = 200_000;

/** The light around the virtual camera: one can dim it, and the camera's own illuminators add to it. */
export class VirtualLight {
  #ambient: number;
  readonly #lamps = new Map<string, { readonly infrared: boolean; readonly lux: number }>();
  readonly #listeners = new Set<() => void>();

  /** The usual light of the drawn scene when nothing is said. */
  constructor(ambient = 500) {
    this.#ambient = ambient;
  }

  /** Ambient light, lux; 0..200000. Throws HalError 'out-of-range'. */
  setLight(lux: number): void {
    if (!(lux >= 0 && lux <= most))
      throw new HalError('out-of-range', `virtual light: ${lux} lux is not in 0..${most}`);
    if (lux === this.#ambient) return;
    this.#ambient = lux;
    this.#tell();
  }

  /** Ambient light without the camera's own, lux. */
  light(): number {
    return this.#ambient;
  }

  /** Light that one of the camera's own lamps throws on the sensor, lux; 0 = off. */
  shine(id: string, lamp: { readonly infrared: boolean; readonly lux: number }): void {
    const before = this.#lamps.get(id);
    this.#lamps.set(id, lamp);
    if (before?.lux !== lamp.lux || before.infrared !== lamp.infrared) this.#tell();
  }

  /** What falls on a sensor: ambient light, white lamps, and infrared ones if it sees them. */
  seen(infrared: boolean): number {
    return this.#ambient + this.#thrown(false) + (infrared ? this.#thrown(true) : 0);
  }

  /** What lights the picture, lux: ambient light with white lamps, and infrared ones by themselves; 200000 at most. */
  shining(): { readonly visible: number; readonly infrared: number } {
    return { visible: Math.min(this.seen(false), most), infrared: Math.min(this.#thrown(true), most) };
  }

  /** Called when any of it changes. Returns how to end it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #thrown(infrared: boolean): number {
    return [...this.#lamps.values()].reduce((sum, lamp) => sum + (lamp.infrared === infrared ? lamp.lux : 0), 0);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The light of the virtual board. */
export const virtualLight: VirtualLight = new VirtualLight();
