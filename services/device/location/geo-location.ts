import type * as tt from '../../generated/tt.ts';
import { type GeoLocations, mostLocations } from '../../location/geo-locations.ts';
import type { DeviceFeature } from '../feature.ts';

type Names = 'GetGeoLocation' | 'SetGeoLocation' | 'DeleteGeoLocation';

/** Geo location of the device and of its parts (ONVIF Core 8.3). */
export function geoLocationFeature(locations: GeoLocations): DeviceFeature<Names> {
  return {
    capabilities: { System: { GeoLocationEntries: mostLocations } },
    handlers: {
      GetGeoLocation: () => ({
        Location: locations.all.map(
          ({ Entity, Token, ...place }): tt.LocationEntity => ({
            ...(Entity !== '' && { Entity }),
            ...(Token !== '' && { Token }),
            Fixed: false,
            ...place,
          }),
        ),
      }),
      SetGeoLocation: async ({ Location }) => {
        await locations.set(Location);
        return {};
      },
      DeleteGeoLocation: async ({ Location }) => {
        await locations.delete(Location);
        return {};
      },
    },
  };
}
