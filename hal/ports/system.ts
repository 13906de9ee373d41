/** Address of a network interface. */
export interface NetworkAddress {
  readonly family: 'IPv4' | 'IPv6';
  readonly address: string;
  readonly prefixLength: number;
}

/** Network interface of the kernel. */
export interface NetworkInterface {
  readonly name: string;
  /** Interface number of the kernel, for IPv6 scopes and multicast. */
  readonly index: number;
  /** `aa:bb:cc:dd:ee:ff`; empty for loopback. */
  readonly hardwareAddress: string;
  readonly mtu: number;
  readonly up: boolean;
  readonly loopback: boolean;
  readonly addresses: readonly NetworkAddress[];
}

/** Facts and actions of the machine. */
export interface System {
  networkInterfaces(): readonly NetworkInterface[];
  hostname(): string;
  /** Numeric addresses of the resolvers in use and the search domains. */
  dns(): { readonly servers: readonly string[]; readonly searchDomains: readonly string[] };
  /** NTP servers in use, names or addresses. */
  ntpServers(): readonly string[];
  /** POSIX TZ string, e.g. `UTC0` or `CET-1CEST,M3.5.0,M10.5.0/3`. */
  timeZone(): string;
  /** Restarts the device (the virtual board: its processes). Resolves once the restart is certain. */
  reboot(): Promise<void>;
}
