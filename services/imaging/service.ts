import type { Board } from '../../hal/boards/board.ts';
import { type ImagingOperations, imagingOperations } from '../generated/imaging-operations.ts';
import type * as timg from '../generated/timg.ts';
import { offers } from '../soap/feature.ts';
import { bindService, type Handlers, notOffered, type ServiceBinding } from '../soap/service.ts';
import type { Imaging } from './imaging.ts';
import type { DayNightAccess } from './imaging-options.ts';
import { ImagingSources } from './imaging-sources.ts';
import { settingsFeature } from './settings-feature.ts';

/** What the service works on. */
interface ImagingServiceOptions {
  readonly board: Pick<Board, 'sources'>;
  readonly imaging: Imaging;
  readonly dayNight: DayNightAccess;
}

const noFocus = notOffered('the focus cannot be moved over ONVIF yet');
const noPresets = notOffered('no imaging presets yet');

function handlers(options: ImagingServiceOptions): Handlers<ImagingOperations> {
  const sources = new ImagingSources(options);
  const all: Handlers<ImagingOperations> = {
    ...settingsFeature({ ...options, sources }),
    Move: noFocus,
    Stop: noFocus,
    GetStatus: noFocus,
    GetMoveOptions: noFocus,
    GetPresets: noPresets,
    GetCurrentPreset: noPresets,
    SetCurrentPreset: noPresets,
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
