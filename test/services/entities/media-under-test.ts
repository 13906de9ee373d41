import type { Board } from '../../../hal/boards/board.ts';
import { HalError } from '../../../hal/ports/hal-error.ts';
import { EntityStore } from '../../../services/entities/entity-store.ts';
import type { MediaOptions } from '../../../services/entities/media-options.ts';
import type { EventMessage, TopicDeclaration } from '../../../services/events/event-message.ts';
import { storeFilter } from '../../../services/events/stored-filter.ts';
import { Topics } from '../../../services/events/topics.ts';
import { memorySettings } from '../settings/memory-settings.ts';
import { deviceId, full } from './boards.ts';

/** The entities of a camera with its media process recorded. */
export interface MediaUnderTest extends MediaOptions {
  readonly stored: Map<string, string>;
  readonly published: EventMessage[];
  /** Streams of which the media process was asked for a key frame. */
  readonly keyFrames: string[];
  /** What the media process is; `away` makes it fail as when it is down. */
  readonly process: { away: boolean };
  /** Whether TLS is on. */
  readonly tls: { on: boolean };
  /** The same camera after a restart. */
  readonly restarted: () => MediaUnderTest;
}

/** Stands for a JPEG: tells of which encoder it is. */
export function pictureOf(encoder: string): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.from(encoder), Buffer.from([0xff, 0xd9])]);
}

export function mediaUnderTest(stored: Map<string, string> = new Map(), board: Board = full): MediaUnderTest {
  const published: EventMessage[] = [];
  const keyFrames: string[] = [];
  const process = { away: false };
  const tls = { on: false };
  const topics = new Topics();
  const events = {
    declare: (more: readonly TopicDeclaration[]): void => topics.declare(more),
    publish: (message: EventMessage): void => void published.push(message),
  };
  return {
    store: new EntityStore({ board, settings: memorySettings(stored), events, deviceId }),
    media: {
      snapshot: async (encoder) => {
        if (process.away) throw new HalError('gone', 'no media process');
        return pictureOf(encoder);
      },
      requestKeyFrame: (encoder) => void keyFrames.push(encoder),
      sendMetadata: () => undefined,
    },
    events,
    rtspPort: () => 8554,
    rtspsPort: () => (tls.on ? 322 : undefined),
    storeFilter: (filter) => storeFilter(filter, topics),
    stored,
    published,
    keyFrames,
    process,
    tls,
    restarted: () => mediaUnderTest(stored, board),
  };
}

/** `ProfileChanged Profile1`, `ConfigurationChanged VideoEncoder1 VideoEncoder`. */
export function toldBy(published: readonly EventMessage[]): readonly string[] {
  const told = published.filter(({ topic }) => topic.startsWith('tns1:Media/'));
  return told.map(({ topic, source }) => [topic.replace('tns1:Media/', ''), ...Object.values(source)].join(' '));
}
