import { pino } from 'pino';
import { makeCertificate } from '../../../firmware/tls/self-signed-certificate.ts';
import type { EventMessage, TopicDeclaration } from '../../../services/events/event-message.ts';
import type { AdvancedsecurityOperations } from '../../../services/generated/advancedsecurity-operations.ts';
import type * as tas from '../../../services/generated/tas.ts';
import { KeyGeneration } from '../../../services/security/keys/key-generation.ts';
import { Keystore } from '../../../services/security/keystore/keystore.ts';
import { createSecurityService } from '../../../services/security/service.ts';
import { TlsServer } from '../../../services/security/tls-server/tls-server.ts';
import type { Handlers, ServiceBinding } from '../../../services/soap/service.ts';
import { context } from '../device/camera.ts';
import { memorySettings } from '../settings/memory-settings.ts';

type Operations = AdvancedsecurityOperations;

/** Security service over a keystore in memory. */
export interface SecurityUnderTest {
  readonly service: ServiceBinding;
  readonly handlers: Handlers<Operations>;
  readonly keystore: Keystore;
  readonly generation: KeyGeneration;
  readonly tls: TlsServer;
  readonly declared: readonly TopicDeclaration[];
  readonly published: readonly EventMessage[];
  /** Whether a port has TLS. */
  tlsEnabled: boolean;
  call<Name extends keyof Operations>(
    name: Name,
    request: Operations[Name]['request'],
  ): Promise<Operations[Name]['response']>;
  /** A key that is complete. */
  ecKey(Alias?: string): Promise<string>;
}

/** Present time of the device: 2026-11-30. */
export const now: number = Date.UTC(2026, 10, 30);

export const ecdsaSha256: tas.AlgorithmIdentifier = { algorithm: '1.2.840.10045.4.3.2' };
export const rsaSha256: tas.AlgorithmIdentifier = { algorithm: '1.2.840.113549.1.1.11' };

/** @param stored settings that outlive this service, as a disk would keep them */
export function securityUnderTest(stored: Map<string, string> = new Map()): SecurityUnderTest {
  const published: EventMessage[] = [];
  const declared: TopicDeclaration[] = [];
  const events = {
    declare: (topics: readonly TopicDeclaration[]) => void declared.push(...topics),
    publish: (message: EventMessage) => void published.push(message),
  };
  const keystore = new Keystore(memorySettings(stored));
  const log = pino({ level: 'silent' });
  const generation = new KeyGeneration({
    ...{ keystore, events, now: () => performance.now() },
    onFailure: (error) => log.error(error),
  });
  const tls = new TlsServer(keystore, async () => makeCertificate('camera', ['127.0.0.1']));
  const service = createSecurityService({
    ...{ keystore, generation, now: () => now },
    isTlsEnabled: () => under.tlsEnabled,
  });
  const handlers = service.handlers as unknown as Handlers<Operations>;
  const under: SecurityUnderTest = {
    ...{ service, handlers, keystore, generation, tls, declared, published, tlsEnabled: false },
    async call(name, request) {
      const handler = handlers[name];
      if (typeof handler !== 'function') throw new Error(`${name} is not offered: ${handler.reason}`);
      return handler(request, context);
    },
    async ecKey(Alias) {
      const request = { EllipticCurve: 'secp256r1', ...(Alias !== undefined && { Alias }) };
      const { KeyID } = await under.call('CreateECCKeyPair', request);
      await generation.settled();
      return KeyID;
    },
  };
  return under;
}

/** Fault that a call ends with; `answered` when it does not. */
export async function faultOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'answered',
    (error: { readonly faultName?: string; readonly message: string }) => error.faultName ?? `error: ${error.message}`,
  );
}

/** A self-signed certificate for a key, with its id. */
export async function selfSigned(device: SecurityUnderTest, KeyID: string, CommonName: string): Promise<string> {
  const request = { Subject: { CommonName: [CommonName] }, KeyID, SignatureAlgorithm: ecdsaSha256 };
  return (await device.call('CreateSelfSignedCertificate', request)).CertificateID;
}
