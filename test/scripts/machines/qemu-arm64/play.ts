import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { play, readFrames } from '../../../../scripts/machines/qemu-arm64/play.ts';

const playing = suite('playing an emulated camera');

const head = '#format: frame checksums\n#dimensions 0: 640x360\n#sar 0: 0/1\n';
const frame = '0,          0,          0,        1,   345600, 0123456789abcdef0123456789abcdef\n';

playing('reads size and number of the pictures that ffmpeg decoded', () => {
  assert.equal(readFrames(head + frame + frame), { width: 640, height: 360, pictures: 2 });
});

for (const [what, text] of [
  ['nothing', ''],
  ['a head without pictures', head],
  ['pictures without a size', frame],
] as const) {
  playing(`takes ${what} for no picture`, () => {
    assert.throws(() => readFrames(text), /no picture was decoded/);
  });
}

playing('says why there is none, without the account', async () => {
  // Port 1 of loopback: nobody listens there.
  const account = { stream: 'rtsp://127.0.0.1:1/Profile1', name: 'somebody', password: 'secret' };
  const error = await play(account, 1, 20).then(
    () => undefined,
    (reason: Error) => reason,
  );
  assert.match(error?.message ?? '', /^ffmpeg: .*rtsp:\/\/127\.0\.0\.1:1\/Profile1/s);
  assert.not.match(error?.message ?? '', /secret/);
});

playing.run();
