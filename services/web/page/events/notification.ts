import type { NotificationMessageHolderType } from '../../../generated/wsnt.ts';
import type { XmlElement } from '../../../schema/xml-element.ts';

/** Event as the camera told it. */
export interface CameraEvent {
  /** Topic without prefixes, `RuleEngine/CellMotionDetector/Motion`. */
  readonly topic: string;
  readonly time: Date;
  /** Initialized, Changed or Deleted of a property; empty for a message of the moment. */
  readonly operation: string;
  readonly source: ReadonlyMap<string, string>;
  readonly data: ReadonlyMap<string, string>;
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function attribute({ attributes }: XmlElement, name: string): string {
  return attributes.find(({ local }) => local === name)?.value ?? '';
}

function itemsOf(message: XmlElement, part: string): ReadonlyMap<string, string> {
  const items = message.children.filter(({ local }) => local === part).flatMap(({ children }) => children);
  return new Map(
    items
      .filter(({ local }) => local === 'SimpleItem')
      .map((item) => [attribute(item, 'Name'), attribute(item, 'Value')]),
  );
}

/** undefined for a message without tt:Message. */
export function eventOf({ Topic, Message }: NotificationMessageHolderType): CameraEvent | undefined {
  const message = Message.Any?.find((one): one is XmlElement => 'local' in one && one.local === 'Message');
  if (message === undefined) return undefined;
  return {
    topic: (Topic?.value ?? '').trim().split('/').map(withoutPrefix).join('/'),
    time: new Date(attribute(message, 'UtcTime')),
    operation: attribute(message, 'PropertyOperation'),
    source: itemsOf(message, 'Source'),
    data: itemsOf(message, 'Data'),
  };
}
