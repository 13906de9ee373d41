import { z } from 'zod';
import type { ProtocolControl, ProtocolPort, ProtocolPorts } from '../../services/device/network/protocols.ts';
import { Fault } from '../../services/faults/fault.ts';
import { type Setting, type SettingDefinition, type Settings, setting } from '../../services/settings/setting.ts';
import type { RunOptions } from '../options.ts';
import type { Ports } from './parts.ts';
import type { WebListeners } from './web-listeners.ts';

type Protocol = keyof ProtocolPorts;
type StoredPorts = { readonly [Name in Protocol]?: ProtocolPort };

const port = z.object({ enabled: z.boolean(), port: z.int().min(1).max(65_535) }).exactOptional();

/**
 * Ports that a client has set; they take the place of those of the command line. A backup has none: a device that another one's
 * backup was brought to is found where it was before.
 */
export const portsSetting: SettingDefinition<StoredPorts> = setting({
  name: 'ports',
  version: 1,
  schema: z.object({ HTTP: port, HTTPS: port, RTSP: port }),
  initial: {},
  reset: 'hard',
  secret: false,
  backup: false,
});

/** Port of HTTPS that is told while it is off. */
const usualHttps = 443;

/** Ports at the start: those that a client has set, else those of the command line. */
function firstPorts(run: RunOptions, stored: StoredPorts): Ports {
  const { HTTP, HTTPS, RTSP } = stored;
  return {
    http: HTTP?.port ?? run.httpPort,
    httpOff: HTTP?.enabled === false,
    https: HTTPS === undefined ? run.httpsPort : HTTPS.enabled ? HTTPS.port : undefined,
    rtsp: RTSP?.port ?? run.rtspPort,
    rtspOff: RTSP?.enabled === false,
    rtsps: run.rtspsPort,
  };
}

/** Sockets behind the ports, once they are open. */
interface Sockets {
  readonly web: WebListeners;
  /** Brings RTSP to the ports as they are now; rejects when a port cannot be had. */
  readonly applyRtsp: () => Promise<unknown>;
}

/** Ports of HTTP, HTTPS and RTSP, changed while the camera runs. */
export class ProtocolPortControl implements ProtocolControl {
  /** Ports in use. */
  readonly ports: Ports;
  readonly #setting: Setting<StoredPorts>;
  #sockets: Sockets | undefined;
  #work: Promise<unknown> = Promise.resolve();

  constructor(run: RunOptions, settings: Settings) {
    this.#setting = settings.open(portsSetting);
    this.ports = firstPorts(run, this.#setting.get());
  }

  /** Gives the sockets; before, ports cannot be changed. */
  attach(sockets: Sockets): void {
    this.#sockets = sockets;
  }

  get(): ProtocolPorts {
    const { http, httpOff, https, rtsp, rtspOff } = this.ports;
    return {
      HTTP: { enabled: !httpOff, port: http },
      HTTPS: { enabled: https !== undefined, port: https ?? this.#setting.get().HTTPS?.port ?? usualHttps },
      RTSP: { enabled: !rtspOff, port: rtsp },
    };
  }

  change(next: ProtocolPorts): Promise<void> {
    const done = this.#work.then(() => this.#change(next));
    this.#work = done.catch(() => undefined);
    return done;
  }

  async #change(next: ProtocolPorts): Promise<void> {
    const sockets = this.#sockets;
    if (sockets === undefined) throw new Fault('Action', 'the ports are not open yet');
    const before = this.get();
    const move = await sockets.web.move(next);
    try {
      await this.#moveRtsp(sockets, next.RTSP, before.RTSP);
      // Ports that never were changed stay those of the command line.
      const names = (Object.keys(next) as Protocol[]).filter(
        (name) => JSON.stringify(next[name]) !== JSON.stringify(before[name]),
      );
      const changed = Object.fromEntries(names.map((name) => [name, next[name]]));
      try {
        if (names.length > 0) await this.#setting.change((present) => ({ ...present, ...changed }));
      } catch (error) {
        await this.#moveRtsp(sockets, before.RTSP, next.RTSP);
        throw error;
      }
    } catch (error) {
      await move.undo();
      throw error;
    }
    move.commit();
    const { HTTP, HTTPS } = next;
    Object.assign(this.ports, {
      http: HTTP.port,
      httpOff: !HTTP.enabled,
      https: HTTPS.enabled ? HTTPS.port : undefined,
    });
  }

  async #moveRtsp({ applyRtsp }: Sockets, next: ProtocolPort, before: ProtocolPort): Promise<void> {
    if (next.enabled === before.enabled && (!next.enabled || next.port === before.port)) {
      this.ports.rtsp = next.port;
      return;
    }
    Object.assign(this.ports, { rtsp: next.port, rtspOff: !next.enabled });
    try {
      await applyRtsp();
    } catch {
      Object.assign(this.ports, { rtsp: before.port, rtspOff: !before.enabled });
      await applyRtsp().catch(() => undefined);
      throw new Fault('PortAlreadyInUse');
    }
  }
}
