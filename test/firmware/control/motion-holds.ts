import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BoardDayNight } from '../../../firmware/control/day-night.ts';
import { LiveSources } from '../../../firmware/control/live-sources.ts';
import { holdMotion } from '../../../firmware/control/motion-holds.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { openIlluminator } from '../../../hal/day-night/illuminator.ts';
import { openIrCutFilter } from '../../../hal/day-night/ir-cut-filter.ts';
import type { Illuminator, IrCutFilter, LightSensor } from '../../../hal/ports/day-night.ts';
import { VirtualLight } from '../../../hal/virtual/light.ts';
import { MotionUnderTest, movingCells, quietView, source } from '../../hal/gstreamer/analysis/motion-under-test.ts';
import { headUnderTest } from '../../hal/head/head-under-test.ts';
import { noLines } from '../../hal/io/no-lines.ts';
import { ImagingUnderTest } from '../../services/imaging/imaging-under-test.ts';
import { memorySettings } from '../../services/settings/memory-settings.ts';

const room = suite('motion while the camera changes its picture');
const bus = (): Promise<never> => Promise.reject(new Error('no bus here'));

room('is held for a second after a head has come to rest, and after a setting was changed', async () => {
  const parts = await headUnderTest();
  const imaging = new ImagingUnderTest();
  const told: string[] = [];
  const analyser = { hold: (which: string, milliseconds: number) => told.push(`${which} ${milliseconds}`) };
  holdMotion({ heads: [parts.head], dayNight: imaging.dayNight, imaging: imaging.imaging }, [source.id], analyser);
  const arrived = parts.head.moveTo({ pan: 40 });
  assert.ok(told.length > 0, 'before it moves');
  await parts.clock.pass(3000);
  await arrived;
  assert.ok(told.length > 10 && told.every((one) => one === 'VideoSource1 1000'));
  assert.not(parts.head.status.moving.panTilt);
  told.splice(0);
  await imaging.set({ Contrast: 90 });
  assert.equal(told, ['VideoSource1 1000']);
  parts.close();
});

interface Night {
  readonly motion: MotionUnderTest;
  readonly dayNight: BoardDayNight;
  close(): Promise<void>;
}

/** Camera of the virtual board with filter and infrared lamp in the dark, whose day and night a test switches. */
async function nightUnderTest(isTold: boolean): Promise<Night> {
  const light = new VirtualLight(3);
  const dayNight = new BoardDayNight(memorySettings(), pino({ level: 'silent' }));
  const filter = await openIrCutFilter({ id: 'Filter1', driver: 'virtual' }, { lines: noLines });
  const lamp = await openIlluminator(
    { id: 'Lamp1', kind: 'infrared', driver: 'virtual' },
    { lines: noLines, bus, light },
  );
  const hardware = {
    irCutFilters: new Map<string, IrCutFilter>([[filter.id, filter]]),
    illuminators: new Map<string, Illuminator>([[lamp.id, lamp]]),
    lightSensors: new Map<string, LightSensor>(),
  };
  const sources = new LiveSources(virtual, [], light);
  sources.update(hardware);
  const planned = { ...source, view: quietView };
  const whole = { encoders: [], audioSources: [], audioEncoders: [], metadata: [], audioOutputs: [] };
  const [enlivened = planned] = sources.enliven({ ...whole, sources: [planned] }).sources;
  const motion = await MotionUnderTest.start(enlivened);
  sources.onChange(() => {
    for (const one of sources.sources()) motion.engine.applySource(one);
  });
  const hold = (which: string, milliseconds: number): void => {
    if (isTold) motion.engine.hold(which, milliseconds);
  };
  const { imaging } = new ImagingUnderTest();
  holdMotion({ heads: [], dayNight, imaging }, [source.id], { hold });
  dayNight.update(hardware);
  return {
    motion,
    dayNight,
    close: async () => {
      sources.close();
      await dayNight.close();
      await motion.stop();
      await filter.close();
      await lamp.close();
    },
  };
}

/** Pictures with motion while it becomes night and day again. */
async function switching(isTold: boolean): Promise<number> {
  const { motion, dayNight, close } = await nightUnderTest(isTold);
  try {
    await motion.until(({ settling }) => !settling, 'the end of settling');
    const from = motion.records.length;
    for (const mode of ['OFF', 'ON'] as const) {
      await dayNight.set({ mode }, false);
      await motion.watch(5);
    }
    const seen = motion.records.slice(from);
    return seen.filter((record) => !record.settling && movingCells(record).length > 0).length;
  } finally {
    await close();
  }
}

room('is not found when day and night switch the filter and the lamps, which would look like motion', async () => {
  assert.ok((await switching(false)) > 0, 'nobody tells it');
  assert.is(await switching(true), 0);
});

room.run();
