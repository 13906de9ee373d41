import type { QName, Request } from './message.ts';
import { deviceService, network } from './namespaces.ts';
import { matchScopes } from './scope-matching.ts';

/** Types of a network video transmitter, in d:Types of every message. */
export const deviceTypes: readonly QName[] = [
  { namespace: network, local: 'NetworkVideoTransmitter' },
  { namespace: deviceService, local: 'Device' },
];

/** Description of the device: d:ProbeMatch without its addresses. */
export interface Target {
  /** `urn:uuid:…`, the same for ever and on every interface. */
  readonly address: string;
  readonly types: readonly QName[];
  readonly scopes: readonly string[];
  readonly metadataVersion: number;
}

/** Whether the target matches a request, or the request has a matching rule that is unknown. */
export function judge(request: Request, target: Target): 'match' | 'no-match' | 'unknown-rule' {
  if (request.kind === 'resolve') {
    return request.address.toLowerCase() === target.address.toLowerCase() ? 'match' : 'no-match';
  }
  const known = request.types.every((type) =>
    target.types.some(({ namespace, local }) => type.namespace === namespace && type.local === local),
  );
  return known ? matchScopes(request.scopes, target.scopes, request.matchBy) : 'no-match';
}
