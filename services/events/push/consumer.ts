import type { EndpointReferenceType } from '../../generated/wsa.ts';
import { checkOutgoingHost, ForbiddenAddress, hostOf, type OutgoingRules } from '../../http/outgoing-address.ts';
import { writeFragment } from '../../schema/fragment.ts';
import type { XmlElement } from '../../schema/xml-element.ts';
import { baseNotificationFault } from '../base-notification-fault.ts';

/** Characters of a consumer's address, and of its reference parameters as they are written. */
const limits = { address: 2048, parameters: 4096 } as const;

const addressing = 'http://www.w3.org/2005/08/addressing';

/** Endpoint that a client named to receive notifications. */
export interface Consumer {
  readonly url: URL;
  /** Address as the client wrote it: wsa:To of what is sent. */
  readonly address: string;
  /** Reference parameters as header blocks (WS-Addressing 1.0 SOAP Binding 3.3). */
  readonly parameters: string;
}

function refuse(reason: string): never {
  throw baseNotificationFault('wsnt:SubscribeCreationFailedFault', {}, reason);
}

function parametersOf({ ReferenceParameters }: EndpointReferenceType): string {
  const elements = (ReferenceParameters?.Any ?? []).filter((one): one is XmlElement => 'local' in one);
  const mark = { namespace: addressing, local: 'IsReferenceParameter', value: 'true' };
  const written = elements.map((one) => writeFragment({ ...one, attributes: [...one.attributes, mark] })).join('');
  return written.length > limits.parameters ? refuse('The reference parameters of the consumer are too long') : written;
}

/** Checks the ConsumerReference of a Subscribe. Fault: SubscribeCreationFailed with the reason. */
export function consumerOf(reference: EndpointReferenceType, rules: OutgoingRules): Consumer {
  const address = reference.Address.value.trim();
  const url = address.length > limits.address || !URL.canParse(address) ? undefined : new URL(address);
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    return refuse('The address of the consumer must be an http or https URL');
  try {
    checkOutgoingHost(hostOf(url), rules);
  } catch (error) {
    if (error instanceof ForbiddenAddress) refuse(`The camera sends no notifications there: ${error.message}`);
    throw error;
  }
  return { url, address, parameters: parametersOf(reference) };
}
