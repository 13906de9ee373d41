import type { SrtpAlgorithm } from '../../../hal/ports/rtp-stream.ts';
import { Fault } from '../../faults/fault.ts';
import type { StreamEntity } from '../model.ts';

/** tt:SrtpSecurityAlgorithms that are offered, the default first; NONE leaves the media to TLS or in the clear (STR-100). */
export const srtpAlgorithms: readonly (SrtpAlgorithm | 'NONE')[] = [
  'AES_CM_128_HMAC_SHA1_80',
  'AEAD_AES_128_GCM',
  'AEAD_AES_256_GCM',
  'NONE',
];

/** Algorithm of a device that lists none (Streaming, SRTP data transfer via UDP). */
export const defaultSrtp: SrtpAlgorithm = 'AES_CM_128_HMAC_SHA1_80';

/** The attribute of a configuration in Media2, absent while the device has no TLS. */
export function srtpAttribute(
  { srtp }: StreamEntity,
  secure: boolean,
): { readonly SecureStreamingProtocolAlgorithm?: string } {
  return secure ? { SecureStreamingProtocolAlgorithm: srtp } : {};
}

/** The attribute of the options in Media2, absent while the device has no TLS. */
export function srtpOptions(secure: boolean): { readonly SecureStreamingProtocolAlgorithms?: readonly string[] } {
  return secure ? { SecureStreamingProtocolAlgorithms: srtpAlgorithms } : {};
}

/** SRTP algorithm that a client wants; absent, the present one. Fault: ConfigModify, also for any while TLS is off. */
export function changeSrtp(present: StreamEntity, wanted: string | undefined, secure: boolean): StreamEntity['srtp'] {
  if (wanted === undefined) return present.srtp;
  const algorithm = srtpAlgorithms.find((one) => one === wanted);
  if (!secure || algorithm === undefined) throw new Fault('ConfigModify', `Algorithm ${wanted} is not offered`);
  return algorithm;
}
