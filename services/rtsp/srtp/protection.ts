import { HalError } from '../../../hal/ports/hal-error.ts';
import type { RtpTransports, SrtpAlgorithm, SrtpContext } from '../../../hal/ports/rtp-stream.ts';
import { parseKeyManagement } from '../headers/key-mgmt.ts';
import { decodeMikeyText } from '../mikey/decode.ts';
import { MikeyError, type MikeyMessage } from '../mikey/message.ts';
import { srtpKeyOf } from '../mikey/srtp-policy.ts';
import { RtspError } from '../status.ts';
import type { DeviceKeys } from './device-keys.ts';
import { StreamKeys } from './stream-keys.ts';

/** SRTP protection of a section. */
export interface Protection {
  /** Keys that the device sends with. */
  readonly keys: StreamKeys;
  /** Whether the key is the client's, for this section alone. */
  readonly isOwn: boolean;
  /** Contexts that may have protected a packet of the client, in the order to try. */
  readonly inbound: readonly SrtpContext[];
  close(): void;
}

/** Runs what reads or opens keys; any failure of it is a key management failure (RFC 4567 3.3). */
export function withKeys<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof MikeyError || error instanceof HalError) throw new RtspError(463, error.message);
    throw error;
  }
}

/** The MIKEY message of a KeyMgmt header; 463 for a header without one that can be read. */
function messageOf(header: string): MikeyMessage {
  const entry = parseKeyManagement(header).find(({ protocol }) => protocol === 'mikey');
  if (entry === undefined) throw new MikeyError('no mikey');
  return decodeMikeyText(entry.data);
}

/** Stream that is to be protected, and the keys for it. */
interface ProtectionRequest {
  /** Token of the configuration. */
  readonly owner: string;
  readonly algorithm: SrtpAlgorithm | 'NONE';
  /** KeyMgmt header of the client. */
  readonly keyManagement: string | undefined;
  /** Whether many receive the same packets. */
  readonly isGroup: boolean;
}

/** The device's key for a client that has none, or one for its own packets alone. */
function deviceProtection(device: StreamKeys, client: SrtpContext | undefined, isGroup: boolean): Protection {
  const bare = client === undefined || isGroup ? undefined : device.withoutMki();
  const keys = (bare ?? device).retain();
  const close = (): void => {
    keys.release();
    client?.close();
    if (keys !== bare || keys.users > 0) return;
    keys.retire();
    device.spend();
  };
  return { keys, isOwn: false, inbound: client === undefined ? [keys.context] : [client, keys.context], close };
}

/**
 * A key of the client with MKI is for everything on that section (ONVIF Streaming Specification, stream initialization: every
 * packet carries the MKI). One without MKI can only be for what the client sends itself, as RFC 4567 answers an offer
 * and GStreamer does; such a client cannot read MKIs either, and gets packets without. Without any key of the client the
 * device's counts both ways. Throws 463; 461 where there is no key at all.
 */
export function protect(
  transports: Pick<RtpTransports, 'openSrtp'>,
  device: DeviceKeys,
  { owner, algorithm, keyManagement, isGroup }: ProtectionRequest,
): Protection {
  const key = keyManagement === undefined ? undefined : withKeys(() => srtpKeyOf(messageOf(keyManagement)));
  if (key !== undefined && key.mki.length > 0) {
    const keys = withKeys(() => new StreamKeys(transports, key)).retain();
    keys.retire();
    return { keys, isOwn: true, inbound: [keys.context], close: () => keys.release() };
  }
  if (algorithm === 'NONE') throw new RtspError(461, 'no key');
  return withKeys(() => {
    const keys = device.of(owner, algorithm);
    return deviceProtection(keys, key === undefined ? undefined : transports.openSrtp(key), isGroup);
  });
}
