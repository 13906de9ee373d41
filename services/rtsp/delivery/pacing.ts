import type { RtpTransports } from '../../../hal/ports/rtp-stream.ts';

/** 127.0.0.0/8, also as a dual-stack socket shows it, and ::1: no switch stands in between. */
function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

/**
 * Transports whose UDP pairs pace large frames at `bitrate` (bit/s, 0 = never): a key frame at line rate overruns the
 * buffers of a switch port. Nothing is paced on loopback.
 */
export function paced(transports: RtpTransports, bitrate: () => number): RtpTransports {
  return {
    openUdpPair: (options) =>
      transports.openUdpPair(isLoopback(options.address) ? options : { ...options, pacing: bitrate() }),
    openSrtp: (key) => transports.openSrtp(key),
    sendRtcp: (...report) => transports.sendRtcp(...report),
    adoptTcp: (...connection) => transports.adoptTcp(...connection),
  };
}
