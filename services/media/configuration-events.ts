import type { Board } from '../../hal/boards/board.ts';
import type { EntityChange } from '../entities/entity-store.ts';
import { type ConfigurationKind, type MediaEntities, supportedKinds } from '../entities/kinds.ts';
import { configurationOf, type ServiceKind } from '../entities/service-kinds.ts';
import type { EventSink, TopicDeclaration } from '../events/event-message.ts';
import type * as tt from '../generated/tt.ts';

const profileTopic = 'tns1:Configuration/Profile';

/** Topic of each kind (ONVIF Media, events; MED-18); the text names none for audio decoders. */
const topics: Readonly<Partial<Record<ConfigurationKind, string>>> = {
  VideoSource: 'tns1:Configuration/VideoSourceConfiguration/MediaService',
  VideoEncoder: 'tns1:Configuration/VideoEncoderConfiguration',
  AudioSource: 'tns1:Configuration/AudioSourceConfiguration/MediaService',
  AudioEncoder: 'tns1:Configuration/AudioEncoderConfiguration',
  AudioOutput: 'tns1:Configuration/AudioOutputConfiguration/MediaService',
  Metadata: 'tns1:Configuration/MetadataConfiguration',
  PTZ: 'tns1:Configuration/PTZConfiguration',
  Analytics: 'tns1:Configuration/VideoAnalyticsConfiguration',
};

function declaration(topic: string, type: string): TopicDeclaration {
  return {
    topic,
    property: false,
    source: { Token: 'tt:ReferenceToken' },
    data: {},
    elements: { Configuration: type },
  };
}

/** Element of a kind, by its name in ver10. */
function elementOf({ name }: ServiceKind): string {
  return `tt:${name}Configuration`;
}

function declarations(board: Board, known: readonly ServiceKind[]): readonly TopicDeclaration[] {
  const supported = supportedKinds(board);
  const kinds = known.flatMap((one) => {
    const topic = topics[one.kind];
    return topic === undefined || !supported.includes(one.kind) ? [] : [declaration(topic, elementOf(one))];
  });
  return [declaration(profileTopic, 'tt:Profile'), ...kinds];
}

interface ChangedStore {
  readonly board: Board;
  readonly entities: MediaEntities;
  onStep(listener: (changes: readonly EntityChange[]) => void): void;
}

/**
 * Tells each change of a profile or a configuration with what it is now, as ver10 writes it. A deleted profile, and a configuration that
 * ver10 cannot express (H.265), has nothing to show: the profile is told without, the configuration not at all.
 * @param profile profile of a token as ver10 writes it; undefined for one that is deleted
 */
export function tellConfigurations(
  events: EventSink,
  store: ChangedStore,
  known: readonly ServiceKind[],
  profile: (token: string) => tt.Profile | undefined,
): void {
  events.declare(declarations(store.board, known));
  const element = (type: string, value: unknown): { elements?: Record<string, { type: string; value: unknown }> } =>
    value === undefined ? {} : { elements: { Configuration: { type, value } } };
  const tell = (change: EntityChange): void => {
    const source = { Token: change.token };
    if (change.kind === 'profile') {
      events.publish({ topic: profileTopic, source, data: {}, ...element('tt:Profile', profile(change.token)) });
      return;
    }
    const kind = known.find((one) => one.kind === change.type);
    const topic = kind && topics[kind.kind];
    const value = kind && configurationOf(store.entities, kind.kind, kind.view, change.token);
    if (kind === undefined || topic === undefined || value === undefined) return;
    events.publish({ topic, source, data: {}, ...element(elementOf(kind), value) });
  };
  store.onStep((changes) => {
    for (const change of changes) tell(change);
  });
}
