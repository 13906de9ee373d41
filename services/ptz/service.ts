import type { Clock } from '../../hal/ports/clock.ts';
import type { PtzHead } from '../../hal/ports/ptz-head.ts';
import type { EntityStore } from '../entities/entity-store.ts';
import { type PtzOperations, ptzOperations } from '../generated/ptz-operations.ts';
import type * as tptz from '../generated/tptz.ts';
import { bindService, type Handlers, notOffered, type ServiceBinding } from '../soap/service.ts';
import { configurationFeature } from './configurations.ts';
import { moveFeature } from './moves.ts';
import { nodeFeature } from './nodes.ts';
import { statusFeature } from './status.ts';
import { PtzUnits } from './units.ts';

export interface PtzOptions {
  readonly heads: readonly PtzHead[];
  readonly store: EntityStore;
  readonly clock: Clock;
  /** Wall clock, milliseconds since 1970: what clients are told. */
  readonly now?: () => number;
}

const later = notOffered('not yet');

/** PTZ service: every operation of the WSDL, or the reason why it is not offered. */
export function createPtzService({ heads, store, clock, now = Date.now }: PtzOptions): ServiceBinding {
  const units = new PtzUnits(heads, store, clock);
  const nodes = nodeFeature(units, () => ({ MaximumNumberOfPresets: 0, HomeSupported: false }));
  const configurations = configurationFeature(units, store);
  const status = statusFeature(units, now);
  const flags: tptz.Capabilities = { ...configurations.capabilities, ...status.capabilities };
  const handlers: Handlers<PtzOperations> = {
    ...nodes.handlers,
    ...configurations.handlers,
    ...status.handlers,
    ...moveFeature(units).handlers,
    GetServiceCapabilities: () => ({ Capabilities: flags }),
    GeoMove: later,
    MoveAndStartTracking: notOffered('no object tracking'),
    SetPreset: later,
    GetPresets: later,
    GotoPreset: later,
    RemovePreset: later,
    GotoHomePosition: later,
    SetHomePosition: later,
    SendAuxiliaryCommand: later,
    GetPresetTours: later,
    GetPresetTour: later,
    GetPresetTourOptions: later,
    CreatePresetTour: later,
    ModifyPresetTour: later,
    OperatePresetTour: later,
    RemovePresetTour: later,
  };
  return bindService<PtzOperations>(
    {
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
