import { addon, type PairHandle } from '../../hal/native/addon.ts';

/** A native UDP pair on loopback that nobody listens to. */
export function openPair(segment = true, pacing = 0): PairHandle {
  const options = { address: '127.0.0.1', port: 0, segment, multicastTtl: 0, pacing, onRtcp: () => undefined };
  return addon.openPair(options);
}
