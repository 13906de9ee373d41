import type { Clock } from '../../hal/ports/clock.ts';
import type { PictureState } from '../../hal/ports/picture-state.ts';
import type { EventSink, TopicDeclaration } from '../events/event-message.ts';

/** Topics of tampering (ONVIF Imaging 5.6.1), by what the media process tells of the pictures. */
const topics: Readonly<Record<keyof PictureState, string>> = {
  tooBlurry: 'tns1:VideoSource/ImageTooBlurry/ImagingService',
  tooDark: 'tns1:VideoSource/ImageTooDark/ImagingService',
  tooBright: 'tns1:VideoSource/ImageTooBright/ImagingService',
  sceneChanged: 'tns1:VideoSource/GlobalSceneChange/ImagingService',
};
const names = Object.keys(topics) as readonly (keyof PictureState)[];

/** Milliseconds after a turn of the camera in which another scene is no tampering: the old one is forgotten by then. */
const turnTime = 45_000;

const fine: PictureState = { tooBlurry: false, tooDark: false, tooBright: false, sceneChanged: false };

interface Watched {
  readonly told: PictureState;
  /** Monotonic time of the last turn of the camera by its own head, or of a change of its settings. */
  readonly turnedAt: number;
}

/** Publishes what somebody may have done to a camera (IMG-12). States outlive the media process, which tells them anew. */
export class Tampering {
  readonly #events: EventSink;
  readonly #clock: Clock;
  readonly #sources = new Map<string, Watched>();

  /** Pictures count as fine until the media process tells otherwise; it looks while a camera runs for somebody. */
  constructor(events: EventSink, sources: readonly { readonly id: string }[], clock: Clock) {
    this.#events = events;
    this.#clock = clock;
    const declared = names.map(
      (name): TopicDeclaration => ({
        topic: topics[name],
        property: true,
        source: { Source: 'tt:ReferenceToken' },
        data: { State: 'xs:boolean' },
      }),
    );
    events.declare(sources.length === 0 ? [] : declared);
    for (const { id } of sources) {
      this.#sources.set(id, { told: fine, turnedAt: Number.NEGATIVE_INFINITY });
      for (const name of names) this.#publish(id, name, false, 'Initialized');
    }
  }

  /** Takes a state of the pictures; sources that the board does not have are ignored. */
  take(source: string, state: PictureState): void {
    const watched = this.#sources.get(source);
    if (watched === undefined) return;
    const { told, turnedAt } = watched;
    const turned = this.#clock.now() - turnedAt < turnTime;
    const now = { ...state, sceneChanged: state.sceneChanged && (told.sceneChanged || !turned) };
    this.#sources.set(source, { ...watched, told: now });
    for (const name of names) if (now[name] !== told[name]) this.#publish(source, name, now[name], 'Changed');
  }

  /** Notes that a camera looks elsewhere, or otherwise, by a command: its scene may change for a while. */
  turned(source: string): void {
    const watched = this.#sources.get(source);
    if (watched !== undefined) this.#sources.set(source, { ...watched, turnedAt: this.#clock.now() });
  }

  #publish(source: string, name: keyof PictureState, State: boolean, operation: 'Initialized' | 'Changed'): void {
    this.#events.publish({ topic: topics[name], source: { Source: source }, data: { State }, operation });
  }
}
