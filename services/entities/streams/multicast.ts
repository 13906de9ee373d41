import { createHash } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import type * as tt from '../../generated/tt.ts';
import type { MulticastPlan } from '../../plan/desired-media.ts';
import { isGroup, isMediaGroup } from '../../plan/media-group.ts';
import { modify } from '../changes.ts';
import type { StreamEntities } from '../model.ts';
import { type MulticastEntity, type StreamEntity, type StreamKind, streamKinds } from '../model.ts';

/** Place of each kind among the 64 port pairs of a device. */
const places: Readonly<Record<StreamKind, number>> = { VideoEncoder: 0, AudioEncoder: 32, Metadata: 48 };

/**
 * A group of the organization's scope (239.192.0.0/14, RFC 2365) that two cameras will hardly share and no two
 * configurations do, in address and in port: receivers that bind the port only would get both.
 * @param index of the configuration among those of its kind
 */
export function defaultMulticast(deviceId: string, kind: StreamKind, index: number): MulticastEntity {
  const [first = 0, second = 0, third = 0] = createHash('sha256').update(deviceId).digest();
  const place = places[kind] + index;
  return {
    address: `239.${192 + (first % 4)}.${second}.${place + 1}`,
    port: 10_000 + 128 * (third % 160) + 2 * place,
    ttl: 5,
    autoStart: false,
  };
}

/** Whether an address means that there is no group. */
function isNone(address: string): boolean {
  return address === '0.0.0.0' || /^[0:]+$/.test(address);
}

/** Multicast target of a configuration; undefined without a group. */
export function multicastPlan({ multicast }: StreamEntity): MulticastPlan | undefined {
  const { address, port, ttl } = multicast;
  return isMediaGroup(address) && port !== 0 ? { address, port, ttl } : undefined;
}

/** Whether the stream of a configuration is sent without any session: by its own flag or by a profile that was started. */
export function isMulticasting(entities: StreamEntities, kind: StreamKind, entity: StreamEntity): boolean {
  if (multicastPlan(entity) === undefined) return false;
  const started = entities.profiles.some((one) => one.multicasting && one.configurations[kind] === entity.token);
  return started || entity.multicast.autoStart;
}

/** Multicast settings on the wire. AutoStart is true while the stream is sent, however it was started. */
export function multicastToWire(
  entities: StreamEntities,
  kind: StreamKind,
  entity: StreamEntity,
): tt.MulticastConfiguration {
  const { address, port, ttl } = entity.multicast;
  return {
    Address: isIPv6(address) ? { Type: 'IPv6', IPv6Address: address } : { Type: 'IPv4', IPv4Address: address },
    Port: port,
    TTL: ttl,
    AutoStart: isMulticasting(entities, kind, entity),
  };
}

function addressOf({ Type, IPv4Address, IPv6Address }: tt.IPAddress): string {
  const address = (Type === 'IPv4' ? IPv4Address : IPv6Address) ?? '';
  if (!(Type === 'IPv4' ? isIPv4(address) : isIPv6(address) && !address.includes('%')))
    throw modify(`Multicast address is no ${Type} address`);
  if (isNone(address)) return address;
  if (!isGroup(address)) throw modify(`${address} is no multicast address`);
  if (!isMediaGroup(address)) throw modify(`${address} is a group that runs the network`);
  return address;
}

/** Whether another configuration is sent to that group already: only one of them could be. */
function isTaken(entities: StreamEntities, { token }: StreamEntity, { address, port }: MulticastPlan): boolean {
  return streamKinds.some((kind) =>
    entities[kind].some((one) => {
      const group = one.token === token ? undefined : multicastPlan(one);
      return group?.address === address && group.port === port;
    }),
  );
}

/**
 * The multicast settings after a wish; absent, they stay. AutoStart that a started profile shows and a client sends back
 * does not become the configuration's own flag: StopMulticastStreaming must end it. Fault: ConfigModify.
 */
export function changeMulticast(
  entities: StreamEntities,
  kind: StreamKind,
  present: StreamEntity,
  wanted: tt.MulticastConfiguration | undefined,
): MulticastEntity {
  if (wanted === undefined) return present.multicast;
  const { Port: port, TTL, AutoStart } = wanted;
  const address = addressOf(wanted.Address);
  const none = isNone(address) || port === 0;
  // RTCP goes to the odd port above (tt:MulticastConfiguration).
  if (!(port >= 0 && port <= 65_534 && port % 2 === 0)) throw modify('Multicast port must be even, 0 to 65534');
  if (!none && !(TTL >= 1 && TTL <= 255)) throw modify('Multicast TTL must be 1 to 255');
  if (none && AutoStart) throw modify('AutoStart needs a multicast address and port');
  const isNew = address !== present.multicast.address || port !== present.multicast.port;
  if (!none && isNew && isTaken(entities, present, { address, port, ttl: TTL }))
    throw modify('Another configuration is sent to that multicast address and port');
  const ttl = Math.min(255, Math.max(1, TTL));
  const shown = isMulticasting(entities, kind, present);
  return { address, port, ttl, autoStart: AutoStart && (shown ? present.multicast.autoStart : true) };
}
