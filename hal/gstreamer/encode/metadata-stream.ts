import { gzipSync } from 'node:zlib';
import { addon } from '../../native/addon.ts';
import type { MediaEngineEvent, MetadataStreamState } from '../../ports/media-engine.ts';
import type { RtpDescription, RtpStream, RtpSubscription, RtpTarget } from '../../ports/rtp-stream.ts';
import type { EngineLimits } from '../pipeline/engine-limits.ts';
import { FanOut } from './fan-out.ts';

const payloadType = 107;
const encodingNames = { None: 'vnd.onvif.metadata', GZIP: 'vnd.onvif.metadata+gzip' } as const;

/** Stream of documents that the services write (STR-70..73). */
export class MetadataStream implements RtpStream {
  readonly id: string;
  readonly state: MetadataStreamState;
  readonly #fanOut: FanOut;

  constructor(state: MetadataStreamState, limits: EngineLimits, onEvent: (event: MediaEngineEvent) => void) {
    const { id } = state;
    this.id = id;
    this.state = state;
    this.#fanOut = new FanOut({
      id,
      limits,
      clockRate: 90_000,
      unit: 'picture',
      onCaps: () => undefined,
      start: () => onEvent({ kind: 'metadata-watched', id, watched: true }),
      stop: () => onEvent({ kind: 'metadata-watched', id, watched: false }),
    });
    addon.onKeyFrameRequest(this.#fanOut.hub, () => onEvent({ kind: 'metadata-wanted', id }));
  }

  get ssrc(): number {
    return this.#fanOut.ssrc;
  }

  describe(): Promise<RtpDescription> {
    const encodingName = encodingNames[this.state.compression];
    return Promise.resolve({ media: 'application', payloadType, encodingName, clockRate: 90_000 });
  }

  subscribe(target: RtpTarget): RtpSubscription {
    return this.#fanOut.subscribe(target);
  }

  requestKeyFrame(): void {
    addon.requestKeyFrame(this.#fanOut.hub);
  }

  /** Sends one whole document: with GZIP one RFC 1952 member, whose end the marker bit shows (STR-73). */
  send(document: Uint8Array): void {
    addon.sendDocument(
      this.#fanOut.hub,
      payloadType,
      this.state.compression === 'GZIP' ? gzipSync(document) : document,
    );
  }

  close(): void {
    this.#fanOut.close();
  }
}
