import { readFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import type { NetworkAddress, NetworkInterface, System } from '../ports/system.ts';

interface LinuxSystemOptions {
  /** Restarts the device; the virtual board restarts its processes. */
  readonly reboot: () => Promise<void>;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Number from /sys/class/net; `otherwise` when the kernel has none. */
function netValue(name: string, attribute: string, otherwise: number): number {
  const value = Number.parseInt(read(`/sys/class/net/${name}/${attribute}`), 10);
  return Number.isNaN(value) ? otherwise : value;
}

function interfaces(): readonly NetworkInterface[] {
  return Object.entries(networkInterfaces()).map(([name, found = []]) => ({
    name,
    index: netValue(name, 'ifindex', 0),
    hardwareAddress: found.find(({ mac }) => mac !== '00:00:00:00:00:00')?.mac ?? '',
    mtu: netValue(name, 'mtu', 1500),
    // os.networkInterfaces lists interfaces that are up and have an address.
    up: true,
    loopback: found.some(({ internal }) => internal),
    addresses: found.map(
      ({ family, address, cidr }): NetworkAddress => ({
        family,
        address,
        prefixLength: Number(cidr?.split('/')[1] ?? 0),
      }),
    ),
  }));
}

/** Values of a keyword in a configuration file, as in `nameserver 192.0.2.1`. */
function values(path: string, keyword: RegExp): readonly string[] {
  return read(path)
    .split('\n')
    .filter((line) => keyword.test(line))
    .flatMap((line) => (line.replace(keyword, '').split(/[#;]/, 1)[0] ?? '').trim().split(/\s+/))
    .filter((value) => value !== '');
}

/** A rule of POSIX 1003.1 8.3, with a plain or quoted name: `CET-1CEST`, `<+0545>-5:45`. */
const posixRule = /^(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)[-+]?\d/;

/** TZ rule of the system's time zone: the footer of its file (RFC 8536 3.3). */
function timeZone(): string {
  const configured = process.env.TZ;
  if (configured !== undefined && posixRule.test(configured)) return configured;
  const file = configured === undefined ? '/etc/localtime' : `/usr/share/zoneinfo/${configured.replace(/^:/, '')}`;
  const rule = read(file).trimEnd().split('\n').pop() ?? '';
  return /^[<A-Za-z][\x20-\x7e]*$/.test(rule) && !rule.startsWith('TZif') ? rule : 'UTC0';
}

/** Creates the access to the Linux machine. */
export function createLinuxSystem(options: LinuxSystemOptions): System {
  return {
    networkInterfaces: interfaces,
    hostname,
    dns: () => ({
      servers: values('/etc/resolv.conf', /^\s*nameserver\s+/),
      searchDomains: values('/etc/resolv.conf', /^\s*search\s+/),
    }),
    ntpServers: () => [
      ...values('/etc/systemd/timesyncd.conf', /^\s*NTP\s*=/),
      ...values('/etc/chrony/chrony.conf', /^\s*(?:server|pool)\s+/).filter((value) => value.includes('.')),
    ],
    timeZone,
    reboot: options.reboot,
  };
}
