import { addon, type HubHandle } from '../../hal/native/addon.ts';

/** Stream without a pipeline: frames of chosen sizes, each a key frame. */
export class DocumentFeed {
  readonly hub: HubHandle;
  #sent = 0;

  constructor(name: string, firstBytes = 1000) {
    this.hub = addon.openHub(name, { clockRate: 90000, unit: 'picture' }, () => undefined);
    addon.onKeyFrameRequest(this.hub, () => this.send(firstBytes));
  }

  get ssrc(): number {
    return addon.ssrc(this.hub);
  }

  get sent(): number {
    return this.#sent;
  }

  /** Sends a frame of a size; all its octets have the value of its number. */
  send(bytes: number): void {
    addon.sendDocument(this.hub, 107, Buffer.alloc(bytes, this.#sent++ & 255));
  }

  close(): void {
    addon.closeHub(this.hub);
  }
}
