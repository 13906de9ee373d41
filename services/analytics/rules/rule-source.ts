import type { ItemTypes, SimpleItems } from '../../events/event-message.ts';

/** Origin of the messages of one rule. */
export interface RuleOrigin {
  /** Tokens of the video source, of its configuration, and of the analytics configuration. */
  readonly videoSource: string;
  readonly videoSourceConfiguration: string;
  readonly analytics: string;
  readonly rule: string;
}

interface SourceItem {
  readonly type: string;
  readonly from: keyof RuleOrigin;
}

const token = (from: keyof RuleOrigin): SourceItem => ({ type: 'tt:ReferenceToken', from });
const name: SourceItem = { type: 'xs:string', from: 'rule' };

const oldNames = {
  VideoSourceConfigurationToken: token('videoSourceConfiguration'),
  VideoAnalyticsConfigurationToken: token('analytics'),
} as const;

type SourceItems = Readonly<Record<string, SourceItem>>;

/** Source of a type: object rules (Analytics, A.1), cells (B.1), regions (C.1), tampering. */
export type RuleSource = 'object' | 'cells' | 'region' | 'tampering';

/**
 * Source items of messages. Home Assistant, Milestone and others know them by the names that annex B has, so all but tampering
 * send those too.
 */
const sources: Readonly<Record<RuleSource, SourceItems>> = {
  object: { VideoSource: token('videoSource'), AnalyticsConfiguration: token('analytics'), Rule: name, ...oldNames },
  cells: { ...oldNames, Rule: name },
  region: { VideoSource: token('videoSource'), RuleName: name, ...oldNames, Rule: name },
  tampering: { VideoSource: token('videoSource'), RuleName: name },
};

export function sourceTypes(source: RuleSource): ItemTypes {
  return Object.fromEntries(Object.entries(sources[source]).map(([item, { type }]) => [item, type]));
}

export function sourceItems(source: RuleSource, origin: RuleOrigin): SimpleItems {
  return Object.fromEntries(Object.entries(sources[source]).map(([item, { from }]) => [item, origin[from]]));
}
