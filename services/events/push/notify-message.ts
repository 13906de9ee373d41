import { encodeElement } from '../../schema/codec.ts';
import { writeOneWayEnvelope } from '../../soap/envelope.ts';
import type { Notification } from '../notification.ts';
import type { Consumer } from './consumer.ts';

const action = 'http://docs.oasis-open.org/wsn/bw-2/NotificationConsumer/Notify';

/** Addresses by which the consumer knows where its messages come from. */
interface NotifySource {
  /** Address of the subscription's manager. */
  readonly subscription: string;
  /** Address of the event service. */
  readonly producer: string;
}

/** Notify with all these notifications, as the consumer gets it by HTTP (WS-BaseNotification 3.2). */
export function notifyMessage(
  notifications: readonly Notification[],
  { subscription, producer }: NotifySource,
  { address, parameters }: Consumer,
): Buffer {
  const SubscriptionReference = { Address: { value: subscription } };
  const ProducerReference = { Address: { value: producer } };
  const NotificationMessage = notifications.map(({ holder }) => ({
    ...holder,
    SubscriptionReference,
    ProducerReference,
  }));
  const body = encodeElement('wsnt:Notify', { NotificationMessage }).xml;
  return Buffer.from(writeOneWayEnvelope(body, { action, to: address, parameters }));
}
