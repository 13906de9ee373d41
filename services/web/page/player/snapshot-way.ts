import { request } from '../session/session.ts';

/** Milliseconds between two pictures. */
const interval = 1000;

/** JPEG of the newest picture of a profile. */
async function fetchSnapshot(profile: string): Promise<Blob> {
  const reply = await request(`onvif/snapshot/${encodeURIComponent(profile)}`);
  if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
  return reply.blob();
}

/** Last resort: one snapshot a second. */
export class SnapshotWay {
  readonly element: HTMLCanvasElement = document.createElement('canvas');
  readonly #profile: string;
  readonly #onPicture: (width: number, height: number) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(profile: string, onPicture: (width: number, height: number) => void) {
    this.#profile = profile;
    this.#onPicture = onPicture;
    void this.#run();
  }

  async #run(): Promise<void> {
    try {
      const picture = await createImageBitmap(await fetchSnapshot(this.#profile));
      this.element.width = picture.width;
      this.element.height = picture.height;
      this.element.getContext('2d')?.drawImage(picture, 0, 0);
      this.#onPicture(picture.width, picture.height);
      picture.close();
    } catch {
      // The camera may be restarting: the next second tries it again.
    }
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#run(), interval);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
