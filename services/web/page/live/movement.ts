import { ptz } from '../soap/services.ts';

/** Direction of a movement, each part -1 to 1. */
export interface Direction {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** Milliseconds between repetitions; the camera stops by itself a second after the last one. */
const repetition = 500;
const timeout = 'PT1S';

/** Moves a head while a button is held, so that a page that dies stops the motors as well. */
export class Movement {
  readonly #profile: string;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(profile: string) {
    this.#profile = profile;
  }

  start({ x, y, zoom }: Direction): void {
    clearInterval(this.#timer);
    const Velocity = zoom === 0 ? { PanTilt: { x, y } } : { Zoom: { x: zoom } };
    const move = (): void => {
      ptz('ContinuousMove', { ProfileToken: this.#profile, Velocity, Timeout: timeout }).catch(() => this.stop());
    };
    move();
    this.#timer = setInterval(move, repetition);
  }

  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    ptz('Stop', { ProfileToken: this.#profile, PanTilt: true, Zoom: true }, { keepalive: true }).catch(() => undefined);
  }
}

const fieldOfView = 'http://www.onvif.org/ver10/tptz/PanTiltSpaces/TranslationSpaceFov';

/** Brings a point of the picture into its middle; -1 to 1, y up. */
export async function centre(profile: string, x: number, y: number): Promise<void> {
  await ptz('RelativeMove', { ProfileToken: profile, Translation: { PanTilt: { x, y, space: fieldOfView } } });
}
