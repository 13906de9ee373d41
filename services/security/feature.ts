import type { AdvancedsecurityOperations } from '../generated/advancedsecurity-operations.ts';
import type * as tas from '../generated/tas.ts';
import type { Feature } from '../soap/feature.ts';
import type { Handlers } from '../soap/service.ts';

/** Parts of tas:Capabilities that a feature knows. */
export interface SecurityCapabilityParts {
  readonly Keystore?: Partial<tas.KeystoreCapabilities>;
  readonly TlsServer?: Partial<tas.TLSServerCapabilities>;
  readonly Dot1X?: tas.Dot1XCapabilities;
}

/** Operations of the Security service, with their part of its capabilities. */
export type SecurityFeature<Name extends keyof AdvancedsecurityOperations> = Feature<
  Pick<Handlers<AdvancedsecurityOperations>, Name>,
  SecurityCapabilityParts
>;
