import { HalError } from '../ports/hal-error.ts';

/** The light around the virtual camera: one can dim it, and the camera's own illuminators add to it. */
export class VirtualLight {
  #ambient: number;
  readonly #lamps = new Map<string, { readonly infrared: boolean; readonly lux: number }>();

  /** Daylight in a room when nothing is said. */
  constructor(ambient = 300) {
    this.#ambient = ambient;
  }

  /** Ambient light, lux; 0..200000. Throws HalError 'out-of-range'. */
  setLight(lux: number): void {
    if (!(lux >= 0 && lux <= 200_000))
      throw new HalError('out-of-range', `virtual light: ${lux} lux is not in 0..200000`);
    this.#ambient = lux;
  }

  /** Ambient light without the camera's own, lux. */
  light(): number {
    return this.#ambient;
  }

  /** Light that one of the camera's own lamps throws on the sensor, lux; 0 = off. */
  shine(id: string, lamp: { readonly infrared: boolean; readonly lux: number }): void {
    this.#lamps.set(id, lamp);
  }

  /** What falls on a sensor: ambient light, white lamps, and infrared ones if it sees them. */
  seen(infrared: boolean): number {
    const lamps = [...this.#lamps.values()].filter((lamp) => infrared || !lamp.infrared);
    return lamps.reduce((sum, lamp) => sum + lamp.lux, this.#ambient);
  }
}

/** The light of the virtual board. */
export const virtualLight: VirtualLight = new VirtualLight();
