import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HalError } from '../../../../hal/ports/hal-error.ts';
import type { RtpTransports, UdpPairOptions } from '../../../../hal/ports/rtp-stream.ts';
import { paced } from '../../../../services/rtsp/delivery/pacing.ts';

const pacing = suite('pacing');

const refuse = (): never => {
  throw new HalError('unsupported', 'not asked for here');
};

/** What a pair on that address is opened with. */
function opened(address: string, bitrate: number): UdpPairOptions | undefined {
  let seen: UdpPairOptions | undefined;
  const recorder: RtpTransports = {
    openUdpPair: (options) => {
      seen = options;
      return { family: options.family, rtpPort: 2, rtcpPort: 3, close: () => undefined };
    },
    openSrtp: refuse,
    sendRtcp: refuse,
    adoptTcp: refuse,
  };
  const family = address.includes(':') ? 'IPv6' : 'IPv4';
  paced(recorder, () => bitrate).openUdpPair({ family, address, rtpPort: 0, onRtcp: () => undefined });
  return seen;
}

for (const [address, expected] of [
  ['127.0.0.1', undefined],
  ['127.8.9.1', undefined],
  ['::1', undefined],
  ['::ffff:127.0.0.1', undefined],
  ['192.0.2.7', 90_000_000],
  ['2001:db8::7', 90_000_000],
] as const) {
  pacing(`a pair on ${address} is ${expected === undefined ? 'not paced' : 'paced'}`, () => {
    assert.is(opened(address, 90_000_000)?.pacing, expected);
  });
}

pacing('nothing is paced when it is switched off', () => {
  assert.is(opened('192.0.2.7', 0)?.pacing, 0);
});

pacing.run();
