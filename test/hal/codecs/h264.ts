import { suite } from 'uvu';
import * as assert from 'uvu/assert';

process.env.VEDETTE_SMALL = '1';
const { h264 } = await import('../../../hal/codecs/h264.ts');
const { probeEncoder } = await import('../../../hal/gstreamer/encode/encoder-probe.ts');

const small = suite('H.264 on a small machine');

// Callbacks from native code do not keep the process alive.
const alive = setInterval(() => undefined, 1000);
small.after(() => clearInterval(alive));

small('is encoded with less effort, by options that x264 accepts', async () => {
  const x264 = h264.encoders.find(({ element }) => element === 'x264enc');
  if (x264 === undefined) throw new Error('no x264enc');
  const state = { id: 'x', source: 'x', codec: 'H264', width: 640, height: 360, frameRate: 25 } as const;
  const rates = {
    bitrate: 1000,
    constantBitRate: true,
    govLength: 50,
    quality: 50,
    profile: 'Main',
    osd: '[]',
  } as const;
  assert.match(x264.launch({ ...state, ...rates }), /speed-preset=ultrafast option-string=\S*aq-mode=1/);
  assert.is(await probeEncoder(h264, x264), undefined);
});

small.run();
