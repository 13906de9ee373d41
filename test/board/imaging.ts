// time limit: 300 s
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Device } from 'node-v4l2';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Camera, startCamera } from '../firmware/running-camera.ts';
import { soap } from '../firmware/soap-client.ts';
import { temporaryFolder } from '../firmware/temporary-folder.ts';
import { until } from '../until.ts';
import { coilIn, coilOut, pulsedFilter } from './day-night/wiring.ts';
import { camera as path } from './rig.ts';
import { LineTrace } from './simulated-lines.ts';

const room = suite('imaging over SOAP on a board');
const folder = temporaryFolder();
const file = join(folder, 'board.json');
/** Second descriptor of the camera, beside that of the firmware. */
const device = new Device(path);

let camera: Camera;

room.before(async () => {
  writeFileSync(file, JSON.stringify({ irCutFilters: [pulsedFilter(60)] }));
  camera = await start();
});

room.after(async () => {
  device.close();
  await camera.stop();
});

function start(): Promise<Camera> {
  return startCamera(['--board', 'uml-rig', '--board-file', file], {}, folder);
}

/** Value of a control in the kernel. */
function control(name: string): number {
  const id = device.controls().find((one) => one.name === name)?.id;
  assert.ok(id, name);
  return device.getControls([id ?? 0]).get(id ?? 0) ?? Number.NaN;
}

const source = '<timg:VideoSourceToken>VideoSource1</timg:VideoSourceToken>';

async function call(operation: string, more = ''): Promise<string> {
  const place = camera.summary.onvif.replace('device_service', 'imaging');
  const message = `<timg:${operation}>${source}${more}</timg:${operation}>`;
  const { status, text } = await soap(place, message, [camera.admin, camera.password]);
  assert.is(status, 200, text);
  return text;
}

async function set(settings: string, persist = true): Promise<void> {
  const keep = `<timg:ForcePersistence>${persist}</timg:ForcePersistence>`;
  await call('SetImagingSettings', `<timg:ImagingSettings>${settings}</timg:ImagingSettings>${keep}`);
}

room('offers what the driver has, and nothing else', async () => {
  const options = await call('GetOptions');
  for (const member of ['Brightness', 'ColorSaturation', 'Contrast', 'Exposure', 'WhiteBalance', 'Focus'])
    assert.match(options, `<tt:${member}>`);
  assert.match(options, '<tt:IrCutFilterModes>ON</tt:IrCutFilterModes><tt:IrCutFilterModes>OFF</tt:IrCutFilterModes>');
  assert.not.match(options, 'Defogging');
});

room('sets the controls of the kernel, and they are back after kill -9', async () => {
  await set('<tt:Brightness>75</tt:Brightness><tt:Contrast>50</tt:Contrast>');
  await set('<tt:Exposure><tt:Mode>MANUAL</tt:Mode><tt:ExposureTime>33300</tt:ExposureTime></tt:Exposure>');
  const isSet = (): boolean =>
    // 128 of 0..255 is in the middle, 75 lies half way to the end.
    control('Brightness') === 192 && control('Auto Exposure') === 1 && control('Exposure Time, Absolute') === 333;
  await until(isSet, 'controls are set');
  await set('<tt:Brightness>10</tt:Brightness>', false);
  await until(() => control('Brightness') < 64, 'a temporary value is set');
  process.kill(camera.summary.pid, 'SIGKILL');
  process.kill(camera.summary.mediaPid, 'SIGKILL');
  camera = await start();
  await until(isSet, 'the temporary value is gone, the others are back');
  await set('<tt:Exposure><tt:Mode>AUTO</tt:Mode></tt:Exposure><tt:Brightness>50</tt:Brightness>');
  await until(() => control('Brightness') === 128 && control('Auto Exposure') === 0);
});

room('moves the lens, and tells where it is', async () => {
  await call('Move', '<timg:Focus><tt:Absolute><tt:Position>1</tt:Position></tt:Absolute></timg:Focus>');
  await until(async () => /<tt:MoveStatus>IDLE</.test(await call('GetStatus')));
  assert.match(await call('GetStatus'), '<tt:Position>1</tt:Position>');
  const range = device.controls().find(({ name }) => name === 'Focus, Absolute');
  await until(() => control('Focus, Absolute') === range?.maximum);
});

room('pulses the coils of the filter, one at a time', async () => {
  await set('<tt:IrCutFilter>ON</tt:IrCutFilter>');
  await new Promise((resolve) => setTimeout(resolve, 500));
  const trace = new LineTrace([coilIn, coilOut]);
  const begun = performance.now();
  await set('<tt:IrCutFilter>OFF</tt:IrCutFilter>');
  const seen: string[] = [];
  await until(() => {
    for (const { line, level } of trace.read()) seen.push(`${line === coilIn ? 'in' : 'out'} ${level}`);
    return seen.at(-1) === 'out 0' && seen.includes('out 1');
  }, 'a pulse');
  process.stdout.write(`\nSetImagingSettings to the end of the pulse: ${Math.round(performance.now() - begun)} ms\n`);
  trace.close();
  assert.is(seen.filter((one) => one === 'out 1').length, 1, seen.join(', '));
  assert.not.ok(seen.includes('in 1'), seen.join(', '));
});

room.run();
