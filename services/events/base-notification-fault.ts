import { WsntFault } from '../faults/fault.ts';
import { encodeElement } from '../schema/codec.ts';

/** Faults of WS-BaseNotification and WS-Resource that the event service answers with; the reason texts are ours. */
const reasons = {
  'wsrf-r:ResourceUnknownFault': 'The subscription is unknown or has expired',
  'wsnt:InvalidFilterFault': 'The filter is not understood',
  'wsnt:TopicExpressionDialectUnknownFault': 'The dialect of the topic expression is not known',
  'wsnt:InvalidTopicExpressionFault': 'The topic expression is malformed',
  'wsnt:TopicNotSupportedFault': 'No topic of this device matches the topic expression',
  'wsnt:InvalidMessageContentExpressionFault': 'The message content filter is malformed or of an unknown dialect',
  'wsnt:SubscribeCreationFailedFault': 'As many subscriptions as are possible are in use',
  'wsnt:UnableToGetMessagesFault': 'Other PullMessages requests wait on this subscription already',
  'wsnt:UnacceptableInitialTerminationTimeFault': 'The initial termination time is not acceptable',
  'wsnt:UnacceptableTerminationTimeFault': 'The termination time is not acceptable',
  'wsnt:UnrecognizedPolicyRequestFault': 'The subscription policy is not known',
  'wsnt:UnsupportedPolicyRequestFault': 'The subscription policy is not offered',
  'wsnt:NoCurrentMessageOnTopicFault': 'The topic has had no message',
  'wsnt:MultipleTopicsSpecifiedFault': 'The expression names several topics',
} as const;

export type BaseNotificationFault = keyof typeof reasons;

/** A fault whose Detail holds the element of that name (ONVIF Core, event handling). */
export function baseNotificationFault(
  name: BaseNotificationFault,
  extra: object = {},
  reason: string = reasons[name],
): WsntFault {
  return new WsntFault(reason, encodeElement(name, { Timestamp: new Date(), ...extra }));
}
