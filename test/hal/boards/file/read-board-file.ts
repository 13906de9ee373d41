import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { applyBoardFile, BoardFileError } from '../../../../hal/boards/file/read-board-file.ts';
import { raspberryPi4 } from '../../../../hal/boards/raspberry-pi.ts';
import { virtual } from '../../../../hal/boards/virtual.ts';

const file = suite('board file');

function mistakes(text: string): string {
  try {
    applyBoardFile(virtual, 'board.yaml', text);
  } catch (error) {
    assert.instance(error, BoardFileError);
    return (error as Error).message;
  }
  return 'none';
}

file('may be empty or contain only comments, and changes nothing then', () => {
  for (const text of ['', '\n', '# nothing yet\n', '{}']) assert.equal(applyBoardFile(virtual, 'b', text), virtual);
});

file('replaces the members that it names, as YAML or as JSON, with comments', () => {
  const yaml = `
# Two servos on a PCA9685
model: Pan-tilt camera
axes:
  - id: Pan
    axis: pan
    min: -90
    max: 90
    maxSpeed: 60
    drive:
      kind: servo
      pwm: { chip: pca9685, i2c: { adapter: 1, address: 0x40 }, channel: 0 }
      pulse: { min: 500, max: 2500 }
`;
  const json = `{
    # Two servos on a PCA9685
    "model": "Pan-tilt camera",
    "axes": [{ "id": "Pan", "axis": "pan", "min": -90, "max": 90, "maxSpeed": 60, "drive": { "kind": "servo",
      "pwm": { "chip": "pca9685", "i2c": { "adapter": 1, "address": 64 }, "channel": 0 }, "pulse": { "min": 500, "max": 2500 } } }]
  }`;
  const read = applyBoardFile(virtual, 'b', yaml);
  assert.equal(applyBoardFile(virtual, 'b', json), read);
  assert.is(read.model, 'Pan-tilt camera');
  assert.equal(read.sources, virtual.sources);
  assert.is(read.axes?.[0]?.drive.kind, 'servo');
});

file('of the documentation is valid for a Raspberry Pi 4', () => {
  const text = readFileSync(new URL('../../../../../docs/board-file.yaml', import.meta.url), 'utf8');
  const read = applyBoardFile(raspberryPi4, 'docs/board-file.yaml', text);
  assert.equal(
    read.axes?.map(({ id }) => id),
    ['Pan', 'Tilt'],
  );
  assert.equal(read.encoders, raspberryPi4.encoders);
});

const relay = (id: string, line: number): string =>
  `  - id: ${id}\n    driver: line\n    initial: { mode: Bistable, delay: 1, idleState: open }\n    line: { chip: gpio, line: ${line} }\n`;
const axis = (limits: string, drive = '{ kind: virtual, acceleration: 90 }'): string =>
  `axes:\n  - id: Pan\n    axis: pan\n    ${limits}\n    maxSpeed: 60\n    drive: ${drive}\n`;
const servo = (pulse: string): string =>
  `{ kind: servo, pwm: { chip: pca9685, i2c: { adapter: 1, address: 64 }, channel: 0 }, pulse: ${pulse} }`;
const stepper = (stepsPerUnit: number): string =>
  `{ kind: step-direction-stepper, step: { chip: gpio, line: 1 }, direction: { chip: gpio, line: 2 }, stepsPerUnit: ${stepsPerUnit}, acceleration: 90, backlash: 0 }`;
const visca = (counts: string): string =>
  `${axis('min: 0\n    max: 9', `{ kind: visca, port: S1, address: 1, counts: ${counts} }`)}serialPorts:\n  - { id: S1, driver: virtual, initial: { baudRate: 9600, parity: None, characterLength: 8, stopBits: 1 } }\n`;
const microphone = (gain: string): string =>
  `audioSources:\n  - { id: Mic1, channels: 1, driver: alsa, device: default, gain: ${gain} }\n`;
const source = (width: string, height: string, frameRate: string): string =>
  `sources:\n  - id: VideoSource1\n    camera: { driver: virtual }\n    width: ${width}\n    height: ${height}\n    frameRate: ${frameRate}\n`;
const sensor = (id: string): string =>
  `  - { id: ${id}, seesInfrared: false, driver: bh1750, i2c: { adapter: 1, address: 35 } }\n`;

const wrong: readonly [what: string, text: string, said: RegExp][] = [
  ['an unknown key', 'model: x\nmodell: y\n', /line 2: modell: is no key of a board/],
  ['an unknown key deep down', axis('min: 0\n    max: 9\n    speed: 3'), /line 6: axes\.0\.speed: is no key/],
  ['a wrong type', 'model: x\nsources: many\n', /line 2: sources: .*expected array/],
  ['a number as text', axis('min: "0"\n    max: 9'), /line 4: axes\.0\.min: .*expected number/],
  [
    'an unknown kind of motor',
    axis('min: 0\n    max: 9', '{ kind: rocket }'),
    /line 7: axes\.0\.drive\.kind: .*'servo'/,
  ],
  ['contradictory limits', axis('min: 9\n    max: -9'), /line 4: axes\.0\.min: min must be below max/],
  ['a travel beyond every axis', axis('min: 0\n    max: 10000'), /line 5: axes\.0\.max: is farther/],
  [
    'a pulse that would damage a servo',
    axis('min: 0\n    max: 9', servo('{ min: 5, max: 2500 }')),
    /axes\.0\.drive\.pulse\.min/,
  ],
  ['equal pulses at both ends', axis('min: 0\n    max: 9', servo('{ min: 900, max: 900 }')), /min and max must differ/],
  [
    'one line for two relays',
    `relays:\n${relay('A', 3)}${relay('B', 3)}`,
    /line 9: relays\.1\.line: line 3 of gpio is already used by relays\.0\.line/,
  ],
  [
    'one id for two parts',
    `relays:\n${relay('A', 3)}${relay('A', 4)}`,
    /line 6: relays\.1\.id: A is already the id of relays\.0/,
  ],
  [
    'one I2C address for two sensors',
    `lightSensors:\n${sensor('A')}${sensor('B')}`,
    /line 3: .*1\/0x23 is already used by another/,
  ],
  [
    'a missing serial port',
    axis('min: 0\n    max: 9', '{ kind: visca, port: Serial1, address: 1 }'),
    /there is no serial port Serial1/,
  ],
  [
    'a picture sensor without a source',
    'lightSensors:\n  - { id: A, seesInfrared: true, driver: picture, source: Nobody }\n',
    /no video source Nobody/,
  ],
  [
    'an unknown encoder element',
    'model: x\nencoderElements:\n  H264: [x264enc, nosuchenc]\n',
    /line 3: encoderElements\.H264\.1: nosuchenc is no encoder of H264; known are .*x264enc/,
  ],
  [
    'an encoder element of another codec',
    'encoderElements:\n  PCMU: [x264enc]\n',
    /line 2: encoderElements\.PCMU\.0: x264enc is no encoder of PCMU; known are mulawenc\b/,
  ],
  ['an unknown codec', 'encoderElements:\n  VP8: [vp8enc]\n', /line 2: encoderElements\.VP8: is no key/],
  [
    'a picture size that no encoder supports',
    source('1278', '720', '30'),
    /line 4: sources\.0\.width: no encoder of the board has 1278x720; they have .*1280x720/,
  ],
  [
    'a frame rate that no encoder supports at that size',
    source('1280', '720', '24'),
    /line 6: sources\.0\.frameRate: no encoder of the board has 24 pictures a second at 1280x720; it has 1, 2, .*30/,
  ],
  [
    'a mode of a size that no encoder has',
    source('1280', '720', '30') +
      '    modes:\n      - { id: A, width: 1280, height: 720, frameRate: 30 }\n      - { id: B, width: 1000, height: 700, frameRate: 30 }\n',
    /sources\.0\.modes\.1\.width: no encoder of the board has 1000x700/,
  ],
  [
    'a first mode that is not that of the source',
    source('1280', '720', '30') +
      '    modes:\n      - { id: A, width: 640, height: 360, frameRate: 30 }\n      - { id: B, width: 1280, height: 720, frameRate: 30 }\n',
    /sources\.0\.modes: the first mode has the width, height and frameRate of the source/,
  ],
  [
    "encoders too small for the board's camera",
    `model: x\nencoders:\n  - codec: JPEG\n    resolutions: [{ width: 640, height: 360 }]\n    frameRates: [30]\n    bitrate: { min: 64, max: 9000 }\n    govLength: { min: 1, max: 1 }\n    quality: { min: 0, max: 100 }\n    profiles: []\n    constantBitRate: false\n`,
    /line 3: sources\.0\.width: no encoder of the board has 1280x720; they have 640x360/,
  ],
  ['a microphone gain above the range', microphone('20.5'), /line 2: audioSources\.0\.gain: /],
  ['a microphone gain below the range', microphone('-61'), /line 2: audioSources\.0\.gain: /],
  [
    'a stepper above the highest step rate',
    axis('min: 0\n    max: 9', stepper(100)),
    /line 6: axes\.0\.maxSpeed: is 6000 steps a second, the highest rate is 4000/,
  ],
  ['counts out of range of VISCA', visca('{ min: 0, max: 0x10000 }'), /line \d+: axes\.0\.drive\.counts\.max: /],
  ['a board without a camera', 'sources: []\n', /line 1: sources/],
  ['a key given twice', 'model: x\nmodel: y\n', /line 2: Map keys must be unique/],
  ['broken YAML', 'model: [\n', /line \d+: /],
  ['an alias without anchor', 'model: *other\n', /other/],
  ['aliases of aliases', `a: &a [${'x,'.repeat(9)}]\nb: &b [${'*a,'.repeat(9)}]\nc: [${'*b,'.repeat(9)}]\n`, /alias/],
  ['a list', '- model\n', /line 1: must be a list of keys/],
  ['a file that is too large', `model: ${'x'.repeat(300_000)}\n`, /larger than/],
];

for (const [what, text, said] of wrong) {
  file(`is refused with line and reason: ${what}`, () => {
    assert.match(mistakes(text), said);
  });
}

file('is refused with all its mistakes at once', () => {
  assert.match(mistakes('model: 1\nname: ""\nnobody: 2\n'), /has 3 mistakes:\n.*line 1.*\n.*line 2.*\n.*line 3/s);
});

file('may use every supported encoder, gain and motor', () => {
  const right = [
    'encoderElements:\n  H264: [x264enc]\n  PCMU: [mulawenc]\n',
    source('640', '360', '25'),
    microphone('-60'),
    microphone('20'),
    axis('min: 0\n    max: 9', stepper(60)),
    visca('{ min: 0xC000, max: 0x1000 }'),
    visca('{ min: -32768, max: 0xFFFF }'),
  ];
  for (const text of right) assert.is(mistakes(text), 'none', text);
});

file('may use several outputs of one PWM chip', () => {
  const channel = (id: string, number: number): string =>
    `  - { id: ${id}, kind: white, driver: pwm, pwm: { chip: pca9685, i2c: { adapter: 1, address: 64 }, channel: ${number} } }\n`;
  assert.is(mistakes(`illuminators:\n${channel('A', 0)}${channel('B', 1)}`), 'none');
  assert.match(
    mistakes(`illuminators:\n${channel('A', 0)}${channel('B', 0)}`),
    /channel 0 of the pca9685 .* is already used/,
  );
});

file('with arbitrary text gives a board or a BoardFileError', () => {
  const keys = fc.constantFrom(...Object.keys(virtual), 'axes', 'relays', 'lightSensors', 'x');
  const any = fc.dictionary(keys, fc.jsonValue()).map((value) => JSON.stringify(value));
  void fc.assert(
    fc.property(fc.oneof(any, fc.string()), (text) => typeof mistakes(text) === 'string'),
    { numRuns: 300 },
  );
});

file.run();
