import { addon, type PairHandle } from '../../hal/native/addon.ts';

/** Native UDP pair on loopback without a listener. */
export function openPair(segment = true, pacing = 0): PairHandle {
  const options = { address: '127.0.0.1', port: 0, segment, multicastTtl: 0, pacing, onRtcp: () => undefined };
  return addon.openPair(options);
}
