import type { NetworkInterface, System } from '../../../hal/ports/system.ts';

const lan: NetworkInterface = {
  name: 'eth0',
  index: 2,
  hardwareAddress: '02:fc:00:00:00:01',
  mtu: 1500,
  up: true,
  loopback: false,
  addresses: [
    { family: 'IPv4', address: '192.0.2.2', prefixLength: 24 },
    { family: 'IPv4', address: '169.254.7.8', prefixLength: 16 },
    { family: 'IPv6', address: '2001:db8::2', prefixLength: 64 },
    { family: 'IPv6', address: 'fe80::1', prefixLength: 64 },
  ],
};

export const loopback: NetworkInterface = {
  name: 'lo',
  index: 1,
  hardwareAddress: '',
  mtu: 65536,
  up: true,
  loopback: true,
  addresses: [{ family: 'IPv4', address: '127.0.0.1', prefixLength: 8 }],
};

/** A machine whose facts a test knows; it notes in `log` that it was restarted. */
export function machine(facts: Partial<System> = {}, log: string[] = []): System {
  return {
    networkInterfaces: () => [loopback, lan, { ...lan, name: 'eth1', up: false }],
    hostname: () => 'camera-7',
    dns: () => ({ servers: ['192.0.2.53', '2001:db8::53', 'fe80::53%eth0'], searchDomains: ['example.com'] }),
    ntpServers: () => ['192.0.2.123', 'ntp.example.com'],
    timeZone: () => 'CET-1CEST,M3.5.0,M10.5.0/3',
    reboot: async () => {
      log.push('reboot');
    },
    ...facts,
  };
}
