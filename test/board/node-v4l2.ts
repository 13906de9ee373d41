// devices: camera
import { readdirSync } from 'node:fs';
import { bufferType, type Control, Device, type DeviceEvent, fourcc, mediaDevice, selectionTarget } from 'node-v4l2';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { capture, camera as path } from './rig.ts';

const v4l2 = suite('node-v4l2');
const device = new Device(path);

v4l2.after(() => device.close());

function control(name: string): Control {
  const found = device.controls().find((one) => one.name === name);
  assert.ok(found, `a control ${name}`);
  return found as Control;
}

function code(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
}

v4l2('tells who the device is', () => {
  assert.is(device.capability.driver, 'vivid');
  assert.ok(device.capability.capture && device.capability.streaming && !device.capability.memoryToMemory);
  assert.match(device.capability.version, /^\d+\.\d+\.\d+$/);
});

v4l2('lists formats, sizes and intervals', () => {
  const formats = device.formats();
  assert.ok(formats.some((one) => one.fourcc === 'YUYV' && one.pixelFormat === fourcc('YUYV') && !one.compressed));
  const sizes = device.frameSizes(fourcc('YUYV'));
  assert.ok(sizes.some((one) => one.minWidth === 1280 && one.maxWidth === 1280 && one.minHeight === 720));
  const intervals = device.frameIntervals(fourcc('YUYV'), 1280, 720);
  assert.ok(intervals.some(({ min }) => min.denominator / min.numerator >= 10));
  assert.equal(device.frameSizes(fourcc('XXXX')), []);
  assert.ok(device.inputs().some((one) => one.camera && !one.noSignal));
});

v4l2('sets format and interval, and reads them back', () => {
  const wish = { width: 640, height: 360, pixelFormat: fourcc('NV12') };
  assert.is(device.tryFormat({ ...wish, width: 100_000 }).width <= 3840, true);
  const set = device.setFormat(wish);
  assert.equal([set.width, set.height, set.pixelFormat], [640, 360, wish.pixelFormat]);
  assert.equal(device.getFormat(), set);
  device.setFrameInterval({ numerator: 1, denominator: 30 });
  const { numerator, denominator } = device.getFrameInterval();
  assert.is(Math.round(denominator / numerator), 30);
  assert.is(
    code(() => device.getFormat(bufferType.output)),
    'EINVAL',
  );
});

v4l2('sets every control that can be set to its ends, and reads it back from the kernel', () => {
  const settable = device
    .controls()
    .filter(({ type }) => ['integer', 'boolean', 'menu', 'bitmask', 'integer64'].includes(type))
    .filter((one) => !one.readOnly && !one.volatile && !one.inactive && !one.grabbed && !one.disabled)
    .filter(({ name, maximum }) => !/inject|disconnect|error/i.test(name) && Number.isSafeInteger(maximum));
  assert.ok(settable.length > 20, `${settable.length} settable controls`);
  for (const { id, name, type, minimum, maximum, defaultValue, menu } of settable) {
    const ends = type === 'menu' ? (menu ?? []).map(({ value }) => value) : [minimum, maximum];
    for (const value of [...ends, defaultValue]) {
      const written = device.setControls([[id, value]]).get(id);
      assert.is(device.getControls([id]).get(id), written, name);
      if (type !== 'bitmask') assert.is(written, value, `${name} ${value}`);
    }
  }
});

v4l2('sets several controls in one call, or none of them', () => {
  const [brightness, contrast] = [control('Brightness'), control('Contrast')];
  const before = device.getControls([brightness.id, contrast.id]);
  device.setControls(
    new Map([
      [brightness.id, 10],
      [contrast.id, 20],
    ]),
  );
  assert.equal([...device.getControls([brightness.id, contrast.id]).values()], [10, 20]);
  assert.is(
    code(() =>
      device.setControls([
        [brightness.id, 11],
        [0xdead, 1],
      ]),
    ),
    'EINVAL',
  );
  assert.is(device.getControls([brightness.id]).get(brightness.id), 10);
  device.setControls(before);
});

v4l2('tries values without any effect, and says what would become of them', () => {
  const { id, maximum } = control('Brightness');
  const before = device.getControls([id]).get(id);
  assert.is(device.tryControls([[id, maximum + 1000]]).get(id), maximum);
  assert.is(device.getControls([id]).get(id), before);
});

v4l2('tells control events, with no thread of its own', async () => {
  const threads = readdirSync('/proc/self/task').length;
  const other = new Device(path);
  const brightness = control('Brightness');
  const events: DeviceEvent[] = [];
  const arrived = new Promise<void>((resolve) => {
    device.subscribe([{ kind: 'control', id: brightness.id }], (event) => {
      events.push(event);
      resolve();
    });
  });
  const keepAlive = setTimeout(() => undefined, 5_000);
  other.setControls([[brightness.id, 77]]);
  await arrived;
  clearTimeout(keepAlive);
  other.close();
  assert.is(readdirSync('/proc/self/task').length, threads);
  const [event] = events;
  assert.ok(event?.kind === 'control' && event.id === brightness.id && event.value === 77 && event.valueChanged);
});

v4l2('reads and sets the crop rectangle where the device crops', () => {
  const input = new Device(capture);
  const whole = input.getSelection(selectionTarget.cropBounds);
  assert.ok(whole.width >= 640 && whole.height >= 360);
  const wanted = { left: 16, top: 8, width: whole.width / 2, height: whole.height / 2 };
  assert.equal(input.setSelection(selectionTarget.crop, wanted), wanted);
  assert.equal(input.getSelection(selectionTarget.crop), wanted);
  input.close();
});

v4l2('names the devices behind the media controller', () => {
  const media = mediaDevice('/dev/media0');
  assert.is(media.driver, 'vivid');
  assert.ok(media.entities.length > 0);
});

const refusals: readonly [string, () => unknown, string | undefined][] = [
  ['a device that is not there', () => new Device('/dev/video99'), 'ENOENT'],
  ['a device of another kind', () => new Device('/dev/null'), 'ENOTTY'],
  ['a control that is not there', () => device.getControls([1]), 'EINVAL'],
  ['no list', () => device.getControls('x' as unknown as number[]), undefined],
  ['a value that is none', () => device.setControls([[control('Brightness').id, Number.NaN]]), undefined],
  ['an event that is none', () => device.subscribe([{ kind: 'x' as 'end' }], () => undefined), undefined],
];

v4l2('who only listens for events leaves the device free for others to stream', () => {
  const other = new Device(path);
  try {
    device.subscribe([{ kind: 'control', id: control('Brightness').id }], () => undefined);
    assert.is(other.setFormat({ width: 640, height: 360, pixelFormat: fourcc('YUYV') }).width, 640);
  } finally {
    other.close();
  }
});

for (const [what, action, expected] of refusals) {
  v4l2(`refuses ${what}`, () => {
    assert.throws(action);
    assert.is(code(action), expected === undefined ? code(action) : expected);
  });
}

v4l2('a closed device refuses with EBADF, and may be closed again', () => {
  const other = new Device(path);
  other.close();
  other.close();
  assert.is(
    code(() => other.controls()),
    'EBADF',
  );
});

v4l2('1,000 times open and close leave no descriptor behind', () => {
  const before = readdirSync('/proc/self/fd').length;
  for (let count = 0; count < 1000; count += 1) {
    const other = new Device(path);
    other.subscribe([{ kind: 'source-change' }], () => undefined);
    other.close();
  }
  assert.is(readdirSync('/proc/self/fd').length, before);
});

v4l2.run();
