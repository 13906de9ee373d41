import type { RawXml, XmlElement } from '../../schema/xml-element.ts';
import { baseNotificationFault } from '../base-notification-fault.ts';
import type { SubscriptionFilter } from '../subscription-filter.ts';

const eventService = 'http://www.onvif.org/ver10/events/wsdl';
const baseNotification = 'http://docs.oasis-open.org/wsn/b-2';

/**
 * Applies the SubscriptionPolicy of a request: tev:ChangedOnly leaves out Initialized and Deleted. Faults: UnsupportedPolicyRequest
 * for wsnt:UseRaw, UnrecognizedPolicyRequest for any other.
 */
export function withPolicy(
  filter: SubscriptionFilter,
  policy: { readonly Any?: readonly (XmlElement | RawXml)[] } | undefined,
): SubscriptionFilter {
  const elements = (policy?.Any ?? []).filter((one): one is XmlElement => 'local' in one);
  for (const { namespace, local } of elements) {
    if (namespace === baseNotification && local === 'UseRaw')
      throw baseNotificationFault('wsnt:UnsupportedPolicyRequestFault');
    if (namespace !== eventService || local !== 'ChangedOnly')
      throw baseNotificationFault('wsnt:UnrecognizedPolicyRequestFault');
  }
  if (elements.length === 0) return filter;
  return {
    ...filter,
    matches: (notification) => {
      const { operation } = notification.message;
      return operation !== 'Initialized' && operation !== 'Deleted' && filter.matches(notification);
    },
  };
}
