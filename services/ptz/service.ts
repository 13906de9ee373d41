import { auxiliaryCommands, sendAuxiliaryCommand } from '../deviceio/auxiliary-commands.ts';
import { type PtzOperations, ptzOperations } from '../generated/ptz-operations.ts';
import type * as tptz from '../generated/tptz.ts';
import type * as tt from '../generated/tt.ts';
import { bindService, type Handlers, notOffered, type ServiceBinding } from '../soap/service.ts';
import { configurationFeature } from './configurations.ts';
import { canGeoMove, geoMoveFeature } from './geo-move.ts';
import { moveFeature } from './moves.ts';
import { nodeFeature } from './nodes.ts';
import { homeFeature } from './presets/home.ts';
import { hasPositions, presetFeature } from './presets/presets.ts';
import type { PtzControl } from './ptz-control.ts';
import { statusFeature } from './status.ts';
import { tourFeature } from './tours/tour-operations.ts';

/** Service for the heads of a device: every operation of the WSDL, or the reason why it is not offered. */
export function createPtzService({ units, locations, ...control }: PtzControl): ServiceBinding {
  const { presets, homes, tours, store, auxiliary, now } = control;
  const AuxiliaryCommands = auxiliaryCommands(auxiliary);
  const nodes = nodeFeature(units, (unit) => ({
    FixedHomePosition: false,
    GeoMove: canGeoMove(unit),
    MaximumNumberOfPresets: hasPositions(unit) ? presets.limit : 0,
    HomeSupported: hasPositions(unit),
    ...(AuxiliaryCommands.length > 0 && { AuxiliaryCommands }),
    ...(hasPositions(unit) && { Extension: { SupportedPresetTour: supportedTours(tours.limit) } }),
  }));
  const configurations = configurationFeature(units, store);
  const status = statusFeature(units, now);
  const flags: tptz.Capabilities = { ...configurations.capabilities, ...status.capabilities };
  const handlers: Handlers<PtzOperations> = {
    ...nodes.handlers,
    ...configurations.handlers,
    ...status.handlers,
    ...moveFeature(units).handlers,
    ...geoMoveFeature(units, locations).handlers,
    ...presetFeature(units, presets).handlers,
    ...homeFeature(units, homes).handlers,
    ...tourFeature(units, presets, tours).handlers,
    SendAuxiliaryCommand: async ({ ProfileToken, AuxiliaryData }) => {
      units.ofProfile(ProfileToken);
      return { AuxiliaryResponse: await sendAuxiliaryCommand(auxiliary, AuxiliaryData) };
    },
    MoveAndStartTracking: notOffered('the camera tracks no objects'),
    GetServiceCapabilities: () => ({ Capabilities: flags }),
  };
  return bindService<PtzOperations>(
    {
      // ZoneMinder knows this path alone.
      path: '/onvif/PTZ',
      namespace: 'http://www.onvif.org/ver20/ptz/wsdl',
      version: { Major: 26, Minor: 6 },
      capabilities: () => flags,
      olderCapabilities: (XAddr) => ({ PTZ: { XAddr } }),
    },
    ptzOperations,
    handlers,
  );
}

function supportedTours(MaximumNumberOfPresetTours: number): tt.PTZPresetTourSupported {
  return { MaximumNumberOfPresetTours, PTZPresetTourOperation: ['Start', 'Stop', 'Pause'] };
}
