import type { Client, Command, Job, Transport } from './matrix.ts';
import { frameMeter } from './meters.ts';

const carriers: Readonly<Partial<Record<Transport, readonly string[]>>> = {
  udp: [],
  tcp: ['--rtsp-tcp'],
  multicast: ['--rtsp-mcast'],
  http: ['--rtsp-http'],
};

/**
 * Debian builds VLC without live555, so it has no RTSP client: its modules for SAT>IP and RealMedia try and give up. It is
 * asked all the same, so that the table tells when that changes.
 */
function command({ transport, uri }: Job): Command | string {
  const options = carriers[transport];
  if (options === undefined) return 'has no option for it';
  return {
    program: 'cvlc',
    words: ['-I', 'dummy', '--no-audio', ...options, uri.href, 'vlc://quit'],
    meter: frameMeter(/(?!)/, 1),
    harmless: /./,
    refuses: /is unable to open the MRL|unknown option/,
  };
}

export const vlc: Client = {
  name: 'VLC',
  version: ['cvlc', '--version'],
  remark: 'As Debian builds it: without live555, which is its RTSP client and brings the options for other transports.',
  command,
};
