import type { Client } from './client.ts';
import type { Ear } from './ear.ts';
import type { NtpServer } from './ntp-server.ts';

/** Parts that the cases of a guest's camera share; they run one after another. */
export interface Story {
  readonly camera: Client;
  readonly ear: Ear;
  readonly ntp: NtpServer;
  readonly test: (name: string, body: () => Promise<void>) => void;
}
