import { advancedsecurityOperations } from '../../../services/generated/advancedsecurity-operations.ts';
import { analyticsOperations } from '../../../services/generated/analytics-operations.ts';
import { deviceOperations } from '../../../services/generated/device-operations.ts';
import { deviceioOperations } from '../../../services/generated/deviceio-operations.ts';
import { eventsOperations } from '../../../services/generated/events-operations.ts';
import { imagingOperations } from '../../../services/generated/imaging-operations.ts';
import { mediaOperations } from '../../../services/generated/media-operations.ts';
import { media2Operations } from '../../../services/generated/media2-operations.ts';
import { ptzOperations } from '../../../services/generated/ptz-operations.ts';
import type { OperationTable } from '../../../services/schema/operation-table.ts';

export const operationTables: Readonly<Record<string, OperationTable>> = {
  device: deviceOperations,
  events: eventsOperations,
  media: mediaOperations,
  media2: media2Operations,
  imaging: imagingOperations,
  ptz: ptzOperations,
  deviceio: deviceioOperations,
  analytics: analyticsOperations,
  advancedsecurity: advancedsecurityOperations,
};

/** Prefixed names of all request and response elements, each once. */
export const messageElements: readonly string[] = [
  ...new Set(
    Object.values(operationTables)
      .flatMap((operations) => Object.values(operations))
      .flatMap(({ request, response }) => [request, response]),
  ),
];

/** Elements that travel outside of a Body of their own: metadata, events, fault details. */
export const documentElements: readonly string[] = [
  'tt:MetadataStream',
  'tt:Message',
  'wsnt:Notify',
  'wstop:TopicSet',
  'wstop:TopicNamespace',
  'wsnt:NotificationMessage',
  'wsnt:InvalidFilterFault',
  'wsnt:UnacceptableInitialTerminationTimeFault',
  'wsnt:SubscribeCreationFailedFault',
  'wsrf-r:ResourceUnknownFault',
  'wsa:EndpointReference',
  'wsa:Action',
  'wsa:ProblemAction',
];
