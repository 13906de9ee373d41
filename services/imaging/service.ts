import type { Board } from '../../hal/boards/board.ts';
import type { Clock } from '../../hal/ports/clock.ts';
import { type ImagingOperations, imagingOperations } from '../generated/imaging-operations.ts';
import type * as timg from '../generated/timg.ts';
import type { ChangeTogether } from '../settings/pending-change.ts';
import { offers } from '../soap/feature.ts';
import { bindService, type Handlers, type ServiceBinding } from '../soap/service.ts';
import { focusFeature } from './focus/focus-feature.ts';
import { type FocusMotors, FocusUnits } from './focus/focus-units.ts';
import type { Imaging } from './imaging.ts';
import type { DayNightAccess } from './imaging-options.ts';
import { ImagingSources } from './imaging-sources.ts';
import { presetsFeature } from './presets-feature.ts';
import { settingsFeature } from './settings-feature.ts';

/** Parts that the service works on. */
export interface ImagingServiceOptions {
  readonly board: Pick<Board, 'sources'>;
  readonly imaging: Imaging;
  readonly dayNight: DayNightAccess;
  readonly motors: FocusMotors;
  readonly together: ChangeTogether;
  readonly clock: Clock;
  /** Takes the failures of focus moves that nobody waits for. */
  readonly onFailure: (error: unknown) => void;
}

function handlers(options: ImagingServiceOptions): Handlers<ImagingOperations> {
  const focus = new FocusUnits(options);
  const sources = new ImagingSources({ ...options, focus });
  const all: Handlers<ImagingOperations> = {
    ...settingsFeature({ ...options, sources, focus }),
    ...focusFeature({ ...options, sources, focus }),
    ...presetsFeature({ ...options, sources }),
    GetServiceCapabilities: () => ({ Capabilities: capabilities(all) }),
  };
  return all;
}

function capabilities(offered: Handlers<ImagingOperations>): timg.Capabilities {
  return {
    ImageStabilization: false,
    Presets: offers(offered, 'GetPresets', 'GetCurrentPreset', 'SetCurrentPreset'),
    AdaptablePreset: false,
  };
}

/** The Imaging service (IMG-01 to IMG-11). Clients that ignore XAddr use the same path. */
export function createImagingService(options: ImagingServiceOptions): ServiceBinding {
  const offered = handlers(options);
  const place = {
    path: '/onvif/imaging',
    namespace: 'http://www.onvif.org/ver20/imaging/wsdl',
    version: { Major: 22, Minor: 6 },
    capabilities: () => capabilities(offered),
    olderCapabilities: (XAddr: string) => ({ Imaging: { XAddr } }),
  };
  return bindService(place, imagingOperations, offered);
}
