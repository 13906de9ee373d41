import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type DriverControl, refusedControl, withControls } from '../../../hal/codecs/driver-controls.ts';

const controls = suite('controls of an encoder driver');
const wanted: readonly DriverControl[] = [
  { names: ['video_bitrate'], value: 1_000_000 },
  { names: ['h264_i_frame_period', 'video_gop_size'], value: 30 },
];

controls('are set under each of their names', () => {
  assert.equal(withControls(() => wanted).texts({}), {
    'extra-controls': 'controls,video_bitrate=1000000,h264_i_frame_period=30,video_gop_size=30',
  });
});

const cases: readonly [string, string, RegExp | undefined][] = [
  ['taken by their first name', 'video_bitrate=1000000\nh264_i_frame_period=30\n', undefined],
  ['taken by another name', 'video_bitrate=1000000\nvideo_gop_size=30\n', undefined],
  ['taken by one name of two', 'video_bitrate=1000000\nh264_i_frame_period=0\nvideo_gop_size=30\n', undefined],
  ['clamped', 'video_bitrate=975000\nvideo_gop_size=30\n', /video_bitrate is 975000 instead of 1000000/],
  ['missing', 'video_bitrate=1000000\n', /no control h264_i_frame_period or video_gop_size/],
  ['all missing', '', /no control video_bitrate/],
];

for (const [what, inForce, refused] of cases)
  controls(`are told from those in force: ${what}`, () => {
    const told = refusedControl(wanted, inForce);
    if (refused === undefined) assert.is(told, undefined);
    else assert.match(told ?? '', refused);
  });

controls.run();
