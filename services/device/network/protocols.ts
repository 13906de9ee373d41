import { Fault } from '../../faults/fault.ts';
import type * as tt from '../../generated/tt.ts';
import type { DeviceFeature } from '../feature.ts';

type Names = 'GetNetworkProtocols' | 'SetNetworkProtocols';

/** Whether a protocol is served, and its port. */
export interface ProtocolPort {
  readonly enabled: boolean;
  readonly port: number;
}

/** Ports of the protocols that clients can set. */
export type ProtocolPorts = Readonly<Record<tt.NetworkProtocolType, ProtocolPort>>;

/** Sockets behind the ports. */
export interface ProtocolControl {
  get(): ProtocolPorts;
  /**
   * Listens on the new ports, keeps them for every later start, and serves the old ones of the web for a while. Rejects with
   * PortAlreadyInUse or EnablingTlsFailed; nothing has changed then.
   */
  change(next: ProtocolPorts): Promise<void>;
}

const names = ['HTTP', 'HTTPS', 'RTSP'] as const;

function portOf({ Name, Port }: tt.NetworkProtocol, present: number): number {
  const [port = present, ...others] = Port;
  if (others.some((one) => one !== port)) throw new Fault('InvalidArgVal', `${Name} has one port`);
  if (port < 1 || port > 65_535) throw new Fault('InvalidArgVal', `a port is 1 to 65535, not ${port}`);
  return port;
}

/** Ports after a request; protocols that it does not name stay as they are. */
function changed(present: ProtocolPorts, sent: readonly tt.NetworkProtocol[]): ProtocolPorts {
  const next = { ...present };
  for (const protocol of sent) {
    const { Name, Enabled } = protocol;
    if (!names.includes(Name)) throw new Fault('ServiceNotSupported');
    next[Name] = { enabled: Enabled, port: portOf(protocol, present[Name].port) };
  }
  if (!next.HTTP.enabled && !next.HTTPS.enabled)
    throw new Fault('InvalidArgVal', 'HTTP or HTTPS must stay enabled: nobody could reach the device');
  const used = names.filter((name) => next[name].enabled).map((name) => next[name].port);
  if (new Set(used).size < used.length) throw new Fault('PortAlreadyInUse', 'two protocols on one port');
  return next;
}

/** Ports of HTTP, HTTPS and RTSP (ONVIF Core 8.2). */
export function protocolFeature(protocols: ProtocolControl): DeviceFeature<Names> {
  return {
    capabilities: {},
    handlers: {
      GetNetworkProtocols: () => {
        const ports = protocols.get();
        return {
          NetworkProtocols: names.map((Name) => ({ Name, Enabled: ports[Name].enabled, Port: [ports[Name].port] })),
        };
      },
      SetNetworkProtocols: async ({ NetworkProtocols }) => {
        await protocols.change(changed(protocols.get(), NetworkProtocols));
        return {};
      },
    },
  };
}
