import { addon } from '../../hal/native/addon.ts';
import type { MediaEngine, VideoEncoderState } from '../../hal/ports/media-engine.ts';
import { filter } from './access-units.ts';
import type { Luma } from './patch.ts';

/** Luma of the next JPEG picture of an encoder; pictures that the camera has under way are let pass. */
export async function decodedSnapshot(engine: MediaEngine, encoder: VideoEncoderState): Promise<Luma> {
  // A snapshot starts the camera, which then runs on for a while.
  await engine.snapshot(encoder.id);
  for (let count = 0; count < 3; count += 1)
    await new Promise((resolve) => {
      addon.takeFrame(encoder.source, resolve);
    });
  const jpeg = await engine.snapshot(encoder.id);
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'gray', 'pipe:1'];
  const bytes = await filter('ffmpeg', ['-v', 'error', '-f', 'mjpeg', '-i', 'pipe:0', ...raw], jpeg);
  const { width, height } = encoder;
  if (bytes.length !== width * height) throw new Error(`a picture of ${bytes.length} bytes`);
  return { bytes, width, height };
}
