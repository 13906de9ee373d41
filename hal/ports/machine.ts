/** Address with the length of its network prefix. */
export interface Prefixed {
  readonly address: string;
  readonly prefixLength: number;
}

/** Source of an address: set by hand, DHCP, a router advertisement, or chosen by the machine on its link. */
export type Origin = 'manual' | 'dhcp' | 'router' | 'linkLocal';

/** Mode of DHCPv6, in the words of tt:IPv6DHCPConfiguration. */
type Dhcp6 = 'Auto' | 'Stateful' | 'Stateless' | 'Off';

/** Wanted settings of an interface. */
export interface LinkSettings {
  readonly name: string;
  /** undefined = as the interface has it. */
  readonly mtu?: number | undefined;
  readonly ipv4: {
    readonly enabled: boolean;
    readonly dhcp: boolean;
    /** An address of 169.254/16 beside the others (RFC 3927). */
    readonly linkLocal: boolean;
    /** In force while `dhcp` is false. */
    readonly addresses: readonly Prefixed[];
  };
  readonly ipv6: {
    readonly enabled: boolean;
    readonly dhcp: Dhcp6;
    readonly acceptRouterAdvertisements: boolean;
    readonly addresses: readonly Prefixed[];
  };
}

/** Wanted settings of the network. Interfaces that are not named stay as they are. */
export interface NetworkSettings {
  readonly links: readonly LinkSettings[];
  readonly gateways: readonly string[];
  readonly dns: {
    readonly fromDhcp: boolean;
    readonly servers: readonly string[];
    readonly searchDomains: readonly string[];
  };
}

/** Address or name of a server, with its source. */
export interface Sourced {
  readonly address: string;
  readonly origin: Origin;
}

/** Present state of an interface. */
export interface LinkState {
  readonly name: string;
  /** `aa:bb:cc:dd:ee:ff` */
  readonly hardwareAddress: string;
  readonly mtu: number;
  readonly up: boolean;
  /** `usable` is false while the address is still checked for a duplicate. */
  readonly addresses: readonly (Prefixed & { readonly origin: Origin; readonly usable: boolean })[];
  readonly gateways: readonly Sourced[];
  readonly dns: readonly Sourced[];
  readonly searchDomains: readonly string[];
  readonly ntp: readonly Sourced[];
}

/** Settings on trial. The machine takes them back unless they are kept in time, also when this program ends. */
export interface Trial {
  /** Makes the settings those of every later start. */
  keep(): Promise<void>;
  takeBack(): Promise<void>;
}

/** Abilities of the machine; the Device service offers these and no more. */
interface MachineAbilities {
  readonly network: boolean;
  readonly hostname: boolean;
  readonly ntp: boolean;
  readonly clock: boolean;
  readonly reboot: boolean;
}

/** The machine that runs the firmware: its network, name, clock and power. Setters reject with HalError and change nothing then. */
export interface Machine {
  /** Name of the back end, for the log. */
  readonly backEnd: string;
  readonly abilities: MachineAbilities;
  /** True when the addresses of the machine are simulated, so that no client can arrive by them. */
  readonly simulated: boolean;
  /** Milliseconds since 1970 by the machine's clock. */
  now(): number;
  /** Milliseconds by which `now` is ahead of Date.now(); the media process adds them. */
  offset(): number;
  /** Time zone of the machine as a POSIX string. */
  zone(): string;
  hostname(): string;
  /** Interfaces other than loopback; loopback where there is no other. */
  links(): Promise<readonly LinkState[]>;
  /** Puts settings in force; those of an earlier trial that was not kept are replaced. */
  tryNetwork(settings: NetworkSettings, seconds: number): Promise<Trial>;
  /** Empty: the name that DHCP gives. */
  setHostname(name: string): Promise<void>;
  /** @param rule POSIX string, without a summer part when summer time is switched off */
  setTimeZone(rule: string): Promise<void>;
  /** The clock follows these servers; undefined = it is set by hand from now on. */
  followServers(servers: readonly string[] | 'dhcp' | undefined): Promise<void>;
  /** Sets the clock, in milliseconds since 1970; it follows no servers then. */
  setClock(milliseconds: number): Promise<void>;
  /** Restarts the machine (the virtual one: the firmware). */
  reboot(): Promise<void>;
  /** Called when addresses, servers or the name may have changed, also by DHCP. Returns how to end it. */
  onChange(listener: () => void): () => void;
  /** Called when the clock was set or synchronized. Returns how to end it. */
  onClock(listener: () => void): () => void;
}
