import { Writable } from 'node:stream';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CameraElement } from '../../../hal/camera/element.ts';
import { SourceControls } from '../../../hal/camera/source-controls.ts';
import type { CameraFacts, CameraSettings } from '../../../hal/ports/camera.ts';
import { FakeClock } from '../fake-clock.ts';

const room = suite('controls of a source');

interface Report {
  readonly at: number;
  readonly facts: CameraFacts;
  readonly values: CameraSettings;
}

interface UnderTest {
  readonly clock: FakeClock;
  readonly controls: SourceControls;
  readonly element: Record<string, string>;
  readonly reports: readonly Report[];
  readonly lines: readonly string[];
}

function underTest(): UnderTest {
  const clock = new FakeClock();
  const written: Record<string, string> = {};
  const lines: string[] = [];
  const reports: Report[] = [];
  const element: CameraElement = {
    describe: () => [],
    set: (properties) => Object.assign(written, properties),
    get: (property) => written[property],
  };
  const sink = new Writable({
    write: (chunk, _, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const controls = new SourceControls({
    id: 'VideoSource1',
    element,
    clock,
    log: pino({}, sink),
    report: (facts, values) => reports.push({ at: clock.now(), facts, values }),
  });
  return { clock, controls, element: written, reports, lines };
}

room('apply settings when the camera appears, and again when it returns', async () => {
  const { clock, controls, element, reports } = underTest();
  controls.apply({ settings: { levels: { contrast: 80 } } });
  await clock.pass(20);
  assert.equal(reports, []);
  controls.appeared({ driver: 'virtual' });
  assert.is(element.contrast, '80');
  await clock.pass(20);
  assert.is(reports.length, 1);
  assert.is(reports[0]?.values.levels?.contrast, 80);
  assert.ok(reports[0]?.facts.levels.contrast);
  controls.vanished();
  controls.apply({ settings: { levels: { contrast: 20 } } });
  assert.is(element.contrast, '80');
  controls.appeared({ driver: 'virtual' });
  assert.is(element.contrast, '20');
  controls.vanished();
});

room('report changes every 200 ms at most, and always the last one', async () => {
  const { clock, controls, reports } = underTest();
  controls.appeared({ driver: 'virtual' });
  for (let contrast = 0; contrast <= 100; contrast += 1) {
    controls.apply({ settings: { levels: { contrast } } });
    await clock.pass(5);
  }
  await clock.pass(300);
  assert.ok(reports.length >= 3 && reports.length < 8, `${reports.length} reports`);
  assert.is(reports.at(-1)?.values.levels?.contrast, 100);
  const gaps = reports.slice(1).map(({ at }, index) => at - (reports[index]?.at ?? 0));
  assert.ok(Math.min(...gaps) >= 200, gaps.join(' '));
  const before = reports.length;
  controls.apply({ settings: { levels: { contrast: 100 } } });
  await clock.pass(300);
  assert.is(reports.length, before, 'nothing changed');
  controls.vanished();
});

room('log and report a refused value, and set the others', async () => {
  const { clock, controls, element, reports, lines } = underTest();
  controls.appeared({ driver: 'virtual' });
  await clock.pass(20);
  controls.apply({
    settings: {
      modes: { exposure: 'MANUAL', powerLineFrequency: '50' },
      levels: { contrast: 500, brightness: 70, exposureTime: 20_000, zoom: 1 },
    },
  });
  assert.equal([element.contrast, element.brightness, element['exposure-time']], ['50', '70', '20000']);
  assert.is(lines.length, 3);
  assert.match(lines.join(''), /contrast of the virtual camera is 0\.\.100, not 500/);
  await clock.pass(300);
  assert.is(reports.at(-1)?.values.levels?.contrast, 50);
  controls.vanished();
});

room('report values that the camera changes by itself', async () => {
  const { clock, controls, element, reports } = underTest();
  controls.appeared({ driver: 'virtual' });
  element['exposure-time'] = '10000';
  await clock.pass(250);
  element['exposure-time'] = '4321';
  await clock.pass(700);
  assert.is(reports.at(-1)?.values.levels?.exposureTime, 4321);
  controls.vanished();
});

room('apply settings, light and view to a new pipeline', () => {
  const { controls, element } = underTest();
  controls.appeared({ driver: 'virtual' });
  controls.apply({
    settings: { levels: { sharpness: 10 } },
    light: { visible: 3, infrared: 40 },
    view: { pan: -90, tilt: 0.5, fieldOfView: 7.5 },
  });
  for (const property of Object.keys(element)) delete element[property];
  controls.started();
  assert.equal([element.sharpness, element.light, element.infrared], ['10', '3', '40']);
  assert.equal([element.pan, element.tilt, element['field-of-view']], ['-90', '0.5', '7.5']);
  controls.vanished();
});

room('log a camera that cannot be opened with its name', async () => {
  const { clock, controls, reports, lines } = underTest();
  controls.apply({ settings: { levels: { contrast: 1 } } });
  controls.appeared({ driver: 'v4l2', device: '/dev/null' });
  controls.started();
  await clock.pass(20);
  assert.equal(reports, []);
  assert.is(lines.length, 1);
  assert.match(lines[0] ?? '', /\/dev\/null/);
});

room.run();
