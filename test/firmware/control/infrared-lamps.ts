import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { infraredLamps } from '../../../firmware/control/infrared-lamps.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import type { DayNightSettings, Illuminator } from '../../../hal/ports/day-night.ts';

const lamps = suite('infrared lamps');

const lamp: Illuminator = {
  id: 'Illuminator1',
  kind: 'infrared',
  steps: 1,
  level: 0,
  setLevel: async () => undefined,
  close: async () => undefined,
};

function controlled(settings: DayNightSettings): {
  settings: DayNightSettings;
  set(next: DayNightSettings): Promise<void>;
} {
  return {
    settings,
    async set(next) {
      this.settings = next;
    },
  };
}

const hardware = (): { illuminators: ReadonlyMap<string, Illuminator> } => ({
  illuminators: new Map([[lamp.id, lamp]]),
});

lamps('shine with the night, stay dark when off, and follow the light again', async () => {
  const dayNight = controlled({ mode: 'AUTO', adjustments: [], levels: { Illuminator1: 0.5 } });
  const infrared = infraredLamps({ board: virtual, dayNight, hardware });
  await infrared?.set('On');
  assert.equal([dayNight.settings.mode, dayNight.settings.levels], ['OFF', { Illuminator1: 0.5 }]);
  await infrared?.set('Off');
  assert.equal([dayNight.settings.mode, dayNight.settings.levels], ['OFF', { Illuminator1: 0 }]);
  await infrared?.set('Auto');
  assert.equal([dayNight.settings.mode, dayNight.settings.levels], ['AUTO', { Illuminator1: 0.5 }]);
});

lamps('are no function of a board without them, and have no Auto without a light sensor', () => {
  const dayNight = controlled({ mode: 'ON', adjustments: [], levels: {} });
  assert.is(infraredLamps({ board: { illuminators: [] }, dayNight, hardware }), undefined);
  const { illuminators = [] } = virtual;
  assert.equal(infraredLamps({ board: { illuminators }, dayNight, hardware })?.states, ['On', 'Off']);
});

lamps.run();
