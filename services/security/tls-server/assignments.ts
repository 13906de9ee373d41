import { Fault } from '../../faults/fault.ts';
import type { FaultName } from '../../faults/fault-table.ts';
import type { SecurityFeature } from '../feature.ts';
import type { KeystoreContent, TlsVersion } from '../keystore/content.ts';
import { type Keystore, objectOf } from '../keystore/keystore.ts';
import { secureContext } from './secure-context.ts';
import { identityOf, planOf } from './tls-server.ts';

/** Versions of TLS, which are those of the cipher suites. */
const versions: readonly TlsVersion[] = ['1.2', '1.3'];
/** Certification paths that can be assigned; clients get the one assigned last. */
const mostPaths = 4;

/** Throws when TLS could not present what is assigned. */
export function checkUsable(content: KeystoreContent): void {
  const plan = planOf(content);
  if (plan === undefined && content.tlsServer.paths.length > 0) throw new Fault('NoPrivateKey');
  try {
    if (plan !== undefined) secureContext(plan);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault('Action', `Action Failed: TLS cannot use this certificate (${why})`);
  }
}

/** The content with other assigned paths. Faults: NoPrivateKey, Action for a certificate that TLS cannot use. */
function withPaths(content: KeystoreContent, paths: readonly string[]): KeystoreContent {
  const changed = { ...content, tlsServer: { ...content.tlsServer, paths } };
  checkUsable(changed);
  return changed;
}

function checkAssignable(content: KeystoreContent, id: string, unknown: FaultName): void {
  objectOf(content, 'paths', id, unknown);
  if (identityOf(content, id) === undefined) throw new Fault('NoPrivateKey');
}

function checkAssigned(content: KeystoreContent, id: string): void {
  if (!content.tlsServer.paths.includes(id)) throw new Fault('OldCertificationPathID');
}

type Names =
  | 'AddServerCertificateAssignment'
  | 'RemoveServerCertificateAssignment'
  | 'ReplaceServerCertificateAssignment'
  | 'GetAssignedServerCertificates'
  | 'SetEnabledTLSVersions'
  | 'GetEnabledTLSVersions';

/**
 * Certificates and versions of the TLS server (ONVIF Security 5.3): HTTPS, RTSPS and WebSocket take them for new connections.
 * @param isEnabled whether any port has TLS now
 */
export function tlsServerFeature(keystore: Keystore, isEnabled: () => boolean): SecurityFeature<Names> {
  return {
    capabilities: {
      TlsServer: {
        TLSServerSupported: versions,
        EnabledVersionsSupported: true,
        MaximumNumberOfTLSCertificationPaths: mostPaths,
        CnMapsToUserSupported: false,
      },
    },
    handlers: { ...assignmentHandlers(keystore, isEnabled), ...versionHandlers(keystore) },
  };
}

type AssignmentNames = Exclude<Names, 'SetEnabledTLSVersions' | 'GetEnabledTLSVersions'>;

function assignmentHandlers(
  keystore: Keystore,
  isEnabled: () => boolean,
): Pick<SecurityFeature<Names>['handlers'], AssignmentNames> {
  return {
    AddServerCertificateAssignment: ({ CertificationPathID: id }) =>
      keystore.change((content) => {
        checkAssignable(content, id, 'CertificationPathID');
        const { paths } = content.tlsServer;
        if (paths.includes(id)) return { content, result: {} };
        if (paths.length >= mostPaths) throw new Fault('MaximumNumberOfTLSCertificationPathsReached');
        return { content: withPaths(content, [...paths, id]), result: {} };
      }),
    RemoveServerCertificateAssignment: ({ CertificationPathID: id }) =>
      keystore.change((content) => {
        checkAssigned(content, id);
        if (isEnabled()) throw new Fault('ReferenceExists', 'TLS is enabled: replace the certificate instead');
        return {
          content: withPaths(
            content,
            content.tlsServer.paths.filter((path) => path !== id),
          ),
          result: {},
        };
      }),
    ReplaceServerCertificateAssignment: ({ OldCertificationPathID: old, NewCertificationPathID: id }) =>
      keystore.change((content) => {
        checkAssigned(content, old);
        checkAssignable(content, id, 'NewCertificationPathID');
        const replaced = content.tlsServer.paths.map((path) => (path === old ? id : path));
        const paths = replaced.filter((path, index) => replaced.lastIndexOf(path) === index);
        return { content: withPaths(content, paths), result: {} };
      }),
    GetAssignedServerCertificates: () => ({ CertificationPathID: keystore.content.tlsServer.paths }),
  };
}

/** Versions that a client sent, without repetition. Faults: EmptyList, TLSVersion. */
function versionsOf(sent: readonly string[]): readonly TlsVersion[] {
  if (sent.length === 0) throw new Fault('EmptyList');
  if (!sent.every((one) => versions.some((known) => known === one))) throw new Fault('TLSVersion');
  return versions.filter((known) => sent.includes(known));
}

function versionHandlers(
  keystore: Keystore,
): Pick<SecurityFeature<Names>['handlers'], 'SetEnabledTLSVersions' | 'GetEnabledTLSVersions'> {
  return {
    SetEnabledTLSVersions: ({ Versions }) => {
      const next = versionsOf(Versions);
      return keystore.change((content) => ({
        content: { ...content, tlsServer: { ...content.tlsServer, versions: next } },
        result: {},
      }));
    },
    GetEnabledTLSVersions: () => ({ Versions: keystore.content.tlsServer.versions }),
  };
}
