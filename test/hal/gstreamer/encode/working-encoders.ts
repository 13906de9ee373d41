import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../../hal/boards/virtual.ts';
import type { CameraOutput } from '../../../../hal/gstreamer/capture/camera-driver.ts';
import { findWorkingEncoders } from '../../../../hal/gstreamer/encode/working-encoders.ts';

const working = suite('working encoders');

// Callbacks from native code do not keep the process alive.
const alive = setInterval(() => undefined, 1000);
working.after(() => clearInterval(alive));

/** Codecs that work on a machine without an encoder for H.264. */
async function codecsWith(outputs: readonly CameraOutput[]): Promise<readonly string[]> {
  const board = { ...virtual, encoderElements: { H264: ['v4l2h264enc', 'nvv4l2h264enc'] } };
  const listener = { log: pino({ level: 'silent' }), onFailure: () => undefined };
  return (await findWorkingEncoders(board, outputs, listener)).map(({ codec }) => codec);
}

for (const [what, outputs, expected] of [
  ['raw pictures need an encoder', ['raw'], ['H265', 'JPEG']],
  ['a codec of the camera needs no encoder', ['H264'], ['H264', 'H265', 'JPEG']],
  ['a codec of one of two cameras needs an encoder for the other', ['H264', 'raw'], ['H265', 'JPEG']],
  ['a codec that the camera lacks needs an encoder', ['JPEG'], ['H265', 'JPEG']],
] as const)
  working(what, async () => {
    assert.equal(await codecsWith(outputs), expected);
  });

working.run();
