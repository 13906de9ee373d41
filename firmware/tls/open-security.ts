import type { Logger } from 'pino';
import { systemClock } from '../../hal/system/clock.ts';
import type { StoredBroker } from '../../services/events/broker/broker-setting.ts';
import type { EventService } from '../../services/events/service.ts';
import { KeyGeneration } from '../../services/security/keys/key-generation.ts';
import type { ObjectKind } from '../../services/security/keystore/content.ts';
import { Keystore } from '../../services/security/keystore/keystore.ts';
import { TlsServer } from '../../services/security/tls-server/tls-server.ts';
import type { Settings } from '../../services/settings/setting.ts';
import type { RunOptions } from '../options.ts';
import { ExpiryWatch } from './expiry-watch.ts';
import { ownIdentity, readCredentials } from './tls.ts';

/** Keys, certificates and TLS of the device. */
export interface SecurityParts {
  readonly keystore: Keystore;
  readonly generation: KeyGeneration;
  readonly tls: TlsServer;
  readonly expiry: ExpiryWatch;
}

interface SecurityOptions {
  readonly settings: Settings;
  readonly events: Pick<EventService, 'declare' | 'publish' | 'brokers'>;
  /** Address under which the device is reached, for its own certificate. */
  readonly address: string | undefined;
  /** Clock of certificates. */
  readonly machine: { now(): number };
  readonly log: Logger;
}

/** Object of the keystore that a connection to a broker uses. */
function usesOf({ certificateId, policyId }: StoredBroker, kind: ObjectKind): string | undefined {
  return kind === 'certificates' ? certificateId : kind === 'policies' ? policyId : undefined;
}

export function openSecurity({ settings, events, address, machine, log }: SecurityOptions): SecurityParts {
  const keystore = new Keystore(settings);
  keystore.addUser((kind, id) => (events.brokers?.list.all ?? []).some((broker) => usesOf(broker, kind) === id));
  const generation = new KeyGeneration({
    ...{ keystore, events, now: () => systemClock.now() },
    onFailure: (error) => log.error({ err: error }, 'a key was not generated'),
  });
  const tls = new TlsServer(keystore, ownIdentity(settings, address));
  return { keystore, generation, tls, expiry: new ExpiryWatch({ tls, now: () => machine.now(), log }) };
}

/**
 * Chooses the certificate of the start: the files of the command line come before what is assigned, and the device makes its own where
 * nothing is. Rejects with a message for people when the files are unfit.
 */
export async function presentCertificate(tls: TlsServer, run: RunOptions, log: Logger): Promise<void> {
  if (run.tls === undefined) {
    await tls.ensure();
    return;
  }
  const failure = await tls.adopt(readCredentials(run.tls.certificate, run.tls.key), 'command line');
  if (failure !== undefined) log.warn({ err: failure }, 'the certificate of the command line is not in the keystore');
}
