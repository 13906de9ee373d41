import type { Frame, PTZStatus } from '../generated/tt.ts';
import type { NotificationMessageHolderType } from '../generated/wsnt.ts';
import { encodeElement, namespaceDeclarations } from '../schema/codec.ts';

/** Content of one document; an empty one shows that the stream is alive. */
interface DocumentContent {
  readonly frames: readonly Frame[];
  readonly ptz: readonly PTZStatus[];
  readonly events: readonly NotificationMessageHolderType[];
}

const root = '<tt:MetadataStream';

/** Possible prefixes in a document; the known ones are declared, and one too many does no harm. */
const prefixed = /[<\s">]([a-z][\w-]*):/g;

function declarations(xml: string): string {
  const found = new Set(Array.from(xml.matchAll(prefixed), ([, prefix]) => prefix));
  return Object.entries(namespaceDeclarations)
    .filter(([prefix]) => found.has(prefix))
    .map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
    .join('');
}

/** Topic and message alone: the receivers of a stream hold no subscription (STR-77). */
function withoutReference({ Topic, Message }: NotificationMessageHolderType): NotificationMessageHolderType {
  return Topic === undefined ? { Message } : { Topic, Message };
}

/** A complete tt:MetadataStream document in UTF-8 (Streaming, metadata stream). Empty parts are left out. */
export function metadataDocument({ frames, ptz, events }: DocumentContent): Buffer {
  const { xml } = encodeElement('tt:MetadataStream', {
    ...(frames.length === 0 ? {} : { VideoAnalytics: [{ Frame: frames }] }),
    ...(ptz.length === 0 ? {} : { PTZ: [{ PTZStatus: ptz }] }),
    ...(events.length === 0 ? {} : { Event: [{ NotificationMessage: events.map(withoutReference) }] }),
  });
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${root}${declarations(xml)}${xml.slice(root.length)}`);
}
