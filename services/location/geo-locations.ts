import { z } from 'zod';
import { Fault } from '../faults/fault.ts';
import type * as tt from '../generated/tt.ts';
import { type Setting, type SettingDefinition, type Settings, setting } from '../settings/setting.ts';

/** Locations that are kept at once: GeoLocationEntities of the capabilities. */
export const mostLocations = 16;

/** Location of the device or of a part of it; an entity without name or token has empty ones. */
interface StoredLocation {
  readonly Entity: string;
  readonly Token: string;
  readonly GeoSource?: string;
  readonly GeoLocation?: { readonly lon?: number; readonly lat?: number; readonly elevation?: number };
  readonly GeoOrientation?: { readonly roll?: number; readonly pitch?: number; readonly yaw?: number };
  readonly LocalLocation?: { readonly x?: number; readonly y?: number; readonly z?: number };
  readonly LocalOrientation?: { readonly pan?: number; readonly tilt?: number; readonly roll?: number };
}

const meters = z.number().min(-1e7).max(1e7);
const degrees = z.number().min(-180).max(180);
const text = z.string().max(256);

const location: z.ZodType<StoredLocation> = z.strictObject({
  Entity: text.max(64),
  Token: text.max(64),
  GeoSource: text.exactOptional(),
  GeoLocation: z
    .strictObject({
      lon: degrees.exactOptional(),
      lat: z.number().min(-90).max(90).exactOptional(),
      elevation: meters.exactOptional(),
    })
    .exactOptional(),
  GeoOrientation: z
    .strictObject({ roll: degrees.exactOptional(), pitch: degrees.exactOptional(), yaw: degrees.exactOptional() })
    .exactOptional(),
  LocalLocation: z
    .strictObject({ x: meters.exactOptional(), y: meters.exactOptional(), z: meters.exactOptional() })
    .exactOptional(),
  LocalOrientation: z
    .strictObject({ pan: degrees.exactOptional(), tilt: degrees.exactOptional(), roll: degrees.exactOptional() })
    .exactOptional(),
});

export const locationSetting: SettingDefinition<readonly StoredLocation[]> = setting({
  name: 'geo-location',
  version: 1,
  schema: z.array(location).max(mostLocations).readonly(),
  initial: [],
  reset: 'soft',
  secret: false,
  backup: true,
});

type Named = Pick<tt.LocationEntity, 'Entity' | 'Token'>;

function isSame(one: Named, other: Named): boolean {
  return (one.Entity ?? '') === (other.Entity ?? '') && (one.Token ?? '') === (other.Token ?? '');
}

/** Drops what a location of the standard may have beside its own members. */
function known<Part extends object>(part: Part | undefined, names: readonly (keyof Part)[]): object | undefined {
  if (part === undefined) return undefined;
  return Object.fromEntries(names.filter((name) => part[name] !== undefined).map((name) => [name, part[name]]));
}

/** Faults: NoAutoGeo, InvalidArgVal for an angle or a place that is none. */
function checked(sent: tt.LocationEntity): StoredLocation {
  if (sent.AutoGeo === true) throw new Fault('NoAutoGeo');
  const parts = {
    GeoLocation: known(sent.GeoLocation, ['lon', 'lat', 'elevation']),
    GeoOrientation: known(sent.GeoOrientation, ['roll', 'pitch', 'yaw']),
    LocalLocation: known(sent.LocalLocation, ['x', 'y', 'z']),
    LocalOrientation: known(sent.LocalOrientation, ['pan', 'tilt', 'roll']),
    GeoSource: sent.GeoSource,
  };
  const given = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
  const { success, data } = location.safeParse({ Entity: sent.Entity ?? '', Token: sent.Token ?? '', ...given });
  if (!success)
    throw new Fault('InvalidArgVal', 'Argument Value Invalid: an angle, a distance or a name is out of range');
  return data;
}

/** Places of the device and of its parts on the earth and within a building (ONVIF Core 8.3, geo location). */
export class GeoLocations {
  readonly #stored: Setting<readonly StoredLocation[]>;

  constructor(settings: Settings) {
    this.#stored = settings.open(locationSetting);
  }

  get all(): readonly StoredLocation[] {
    return this.#stored.get();
  }

  /** Location of a part; undefined where none is set. */
  find(Entity: string, Token = ''): StoredLocation | undefined {
    return this.all.find((one) => isSame(one, { Entity, Token }));
  }

  /** Replaces or adds locations, all or none. Faults: TooManyEntries, NoAutoGeo, InvalidArgVal. */
  async set(wanted: readonly tt.LocationEntity[]): Promise<void> {
    await this.#stored.change((present) => {
      let next = present;
      for (const one of wanted.map(checked)) {
        const place = next.findIndex((other) => isSame(one, other));
        next = place < 0 ? [...next, one] : next.with(place, one);
      }
      if (next.length > mostLocations) throw new Fault('TooManyEntries');
      return next;
    });
  }

  /** Deletes locations, all or none. Fault: NoConfig. */
  async delete(named: readonly Named[]): Promise<void> {
    await this.#stored.change((present) => {
      if (!named.every((one) => present.some((other) => isSame(one, other))))
        throw new Fault('NoConfig', 'There is no location of that entity and token');
      return present.filter((one) => !named.some((other) => isSame(one, other)));
    });
  }
}
