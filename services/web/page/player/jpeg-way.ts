import type { AccessUnit } from '../media/access-unit.ts';
import type { Way, WayListener } from './way.ts';

/** Draws JPEG pictures on a canvas; while one is decoded only the newest waits. */
export class JpegWay implements Way {
  readonly element: HTMLCanvasElement = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D | null = this.element.getContext('2d', { alpha: false });
  readonly #listener: WayListener;
  #next: { readonly file: Uint8Array; readonly arrived: number } | undefined;
  #busy = false;
  #stopped = false;

  constructor(listener: WayListener) {
    this.#listener = listener;
  }

  push({ units: [file] }: AccessUnit): void {
    if (file === undefined || this.#stopped) return;
    this.#next = { file, arrived: performance.now() };
    if (!this.#busy) void this.#draw();
  }

  async #draw(): Promise<void> {
    this.#busy = true;
    try {
      for (let picture = this.#next; picture !== undefined && !this.#stopped; picture = this.#next) {
        this.#next = undefined;
        await this.#show(picture.file, picture.arrived);
      }
    } catch (error) {
      this.#listener.onFailure(error instanceof Error ? error.message : 'JPEG');
    } finally {
      this.#busy = false;
    }
  }

  async #show(file: Uint8Array, arrived: number): Promise<void> {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(file)], { type: 'image/jpeg' }));
    if (this.element.width !== picture.width || this.element.height !== picture.height) {
      this.element.width = picture.width;
      this.element.height = picture.height;
      this.#listener.onSize(picture.width, picture.height);
    }
    this.#context?.drawImage(picture, 0, 0);
    picture.close();
    this.#listener.onFrame(performance.now() - arrived);
  }

  stop(): void {
    this.#stopped = true;
  }
}
