import type { MediaSection } from '../delivery/media-section.ts';
import type { Transport } from '../headers/transport.ts';
import type { MethodContext, Resource } from './context.ts';

/** Input for setting up a media section. */
export interface SetUpRequest {
  readonly context: MethodContext;
  readonly resource: Resource;
  readonly control: string;
  readonly offers: readonly Transport[];
  /** KeyMgmt header. */
  readonly keyManagement: string | undefined;
  /** Channels of this connection that other media sections use. */
  readonly taken: ReadonlySet<number>;
}

/** Result of setting up a media section. */
export interface SetUp {
  readonly section: MediaSection;
  readonly reply: Transport;
}
