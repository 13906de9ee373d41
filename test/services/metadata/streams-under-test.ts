import { pino } from 'pino';
import { EventHub } from '../../../services/events/event-hub.ts';
import type { TopicDeclaration } from '../../../services/events/event-message.ts';
import { storeFilter } from '../../../services/events/stored-filter.ts';
import type { MetadataStream as MetadataStreamDocument } from '../../../services/generated/tt.ts';
import type { MetadataSettings } from '../../../services/metadata/metadata-settings.ts';
import type { MetadataSources } from '../../../services/metadata/metadata-stream.ts';
import { MetadataStreams } from '../../../services/metadata/metadata-streams.ts';
import { decodeElement } from '../../../services/schema/codec.ts';
import type { XmlElement } from '../../../services/schema/xml-element.ts';
import { validateMessages } from '../discovery/official-validator.ts';
import { parseFragment, parseXml } from '../schema/parse-xml.ts';
import { HandTimer } from './hand-timer.ts';

export const token = 'Metadata1';

const declarations: readonly TopicDeclaration[] = [
  { topic: 'tns1:Media/ProfileChanged', property: false, source: { Token: 'tt:ReferenceToken' }, data: {} },
  {
    topic: 'tns1:Device/Trigger/DigitalInput',
    property: true,
    source: { InputToken: 'tt:ReferenceToken' },
    data: { LogicalState: 'xs:boolean' },
  },
];

export interface Sent {
  readonly at: number;
  readonly token: string;
  readonly xml: string;
}

interface UnderTest {
  readonly hub: EventHub;
  readonly streams: MetadataStreams;
  readonly timer: HandTimer;
  /** Documents since the last call. */
  readonly sent: () => readonly Sent[];
  /** Checks all documents so far against the official schemas. */
  readonly validate: () => Promise<void>;
  readonly settings: (change?: Partial<MetadataSettings>) => MetadataSettings;
  /** Settings whose events pass those filters, conventional prefixes. */
  readonly filtered: (...filters: readonly string[]) => MetadataSettings;
}

/** Streams of one metadata configuration over a real event hub; time passes by hand. */
export function underTest(sources: Omit<MetadataSources, 'events'> = {}): UnderTest {
  const timer = new HandTimer();
  const hub = new EventHub(declarations, () => Date.UTC(2026, 10, 24, 12) + timer.now);
  const all: Sent[] = [];
  let told = 0;
  const streams = new MetadataStreams({
    events: hub,
    ...sources,
    send: (to, document) => all.push({ at: timer.now, token: to, xml: Buffer.from(document).toString() }),
    log: pino({ level: 'silent' }),
    after: timer.after,
  });
  const settings = (change: Partial<MetadataSettings> = {}): MetadataSettings => ({
    token,
    ptz: undefined,
    events: { xml: '' },
    analytics: false,
    compression: 'None',
    ...change,
  });
  return {
    hub,
    streams,
    timer,
    sent: () => {
      const fresh = all.slice(told);
      told = all.length;
      return fresh;
    },
    validate: () => validateMessages(Object.fromEntries(all.map(({ xml }, index) => [`document-${index}`, xml]))),
    settings,
    filtered: (...filters) => settings({ events: storeFilter({ Any: filters.map(parseFragment) }, hub.topics) }),
  };
}

export function decoded({ xml }: Sent): MetadataStreamDocument {
  return decodeElement('tt:MetadataStream', parseXml(xml)) as MetadataStreamDocument;
}

/** `DigitalInput Changed In1 true`, one line a message. */
export function eventsOf(documents: readonly Sent[]): readonly string[] {
  const holders = documents.flatMap((one) => decoded(one).Event ?? []).flatMap((one) => one.NotificationMessage ?? []);
  return holders.map(({ Topic, Message }) => {
    const [message] = Message.Any as readonly XmlElement[];
    const operation = message?.attributes.find(({ local }) => local === 'PropertyOperation')?.value;
    const items = message?.children.flatMap(({ children }) => children) ?? [];
    const values = items.map(({ attributes }) => attributes.find(({ local }) => local === 'Value')?.value);
    return [Topic?.value?.split('/').at(-1), operation, ...values].filter((one) => one !== undefined).join(' ');
  });
}
