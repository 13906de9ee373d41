import { pino } from 'pino';
import type { Board } from '../../../hal/boards/board.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { openHardware } from '../../../hal/hardware/open-hardware.ts';
import { openHeads } from '../../../hal/head/open-heads.ts';
import { systemClock } from '../../../hal/system/clock.ts';
import { type PtzOperations, ptzOperations } from '../../../services/generated/ptz-operations.ts';
import type * as tt from '../../../services/generated/tt.ts';
import { GeoLocations } from '../../../services/location/geo-locations.ts';
import { PtzControl } from '../../../services/ptz/ptz-control.ts';
import { createPtzService } from '../../../services/ptz/service.ts';
import { mediaUnderTest } from '../../services/entities/media-under-test.ts';
import { Exchange } from '../../services/events/exchange.ts';
import { memorySettings } from '../../services/settings/memory-settings.ts';
import { until } from '../../until.ts';

export const profile = { ProfileToken: 'Profile1' } as const;

interface PtzOnBoard {
  readonly soap: Exchange<PtzOperations>;
  status(): Promise<tt.PTZStatus>;
  /** Waits until the head stands, its position known if it has one. */
  rest(): Promise<tt.PTZStatus>;
  close(): Promise<void>;
}

/** PTZ service over the axes of a board, opened as the firmware opens them. */
export async function ptzOnBoard(axes: Board['axes'], serialPorts: Board['serialPorts'] = []): Promise<PtzOnBoard> {
  const board: Board = { ...virtual, axes: axes ?? [], serialPorts: serialPorts ?? [], heads: [{ id: 'PTZ1' }] };
  const hardware = await openHardware(board, pino({ level: 'silent' }));
  const heads = openHeads(board);
  heads.update(hardware);
  hardware.onChange(() => heads.update(hardware));
  const { store } = mediaUnderTest(new Map(), board);
  const control = new PtzControl({
    heads: heads.all,
    store,
    settings: memorySettings(),
    events: { declare: () => undefined, publish: () => undefined },
    auxiliary: { names: new Map(), set: async () => undefined },
    locations: new GeoLocations(memorySettings()),
    clock: systemClock,
  });
  const soap = new Exchange<PtzOperations>(createPtzService(control), ptzOperations);
  const status = async (): Promise<tt.PTZStatus> => (await soap.call('GetStatus', profile)).PTZStatus;
  const tellsPosition = (await soap.call('GetServiceCapabilities', {})).Capabilities.StatusPosition === true;
  return {
    soap,
    status,
    rest: async () => {
      let present = await status();
      await until(async () => {
        present = await status();
        return present.MoveStatus?.PanTilt === 'IDLE' && (!tellsPosition || present.Position?.PanTilt !== undefined);
      });
      return present;
    },
    close: async () => {
      control.close();
      heads.close();
      await hardware.close();
    },
  };
}
