import { addon } from '../../native/addon.ts';
import { HalError } from '../../ports/hal-error.ts';
import type { CameraOutput } from './camera-driver.ts';

/** Decoders by camera output, in order of preference. */
const decoders: Readonly<Record<CameraOutput, readonly string[]>> = {
  raw: [],
  H264: ['v4l2h264dec', 'avdec_h264', 'openh264dec'],
  H265: ['avdec_h265', 'libde265dec'],
  JPEG: ['jpegdec'],
  'MPV4-ES': ['avdec_mpeg4'],
};

/** Launch text that decodes the output of a camera, empty for raw pictures. Throws HalError 'unsupported'. */
export function decoding(output: CameraOutput): string {
  if (output === 'raw') return '';
  const found = decoders[output].find((element) => addon.hasElement(element));
  if (found === undefined) throw new HalError('unsupported', `no ${output} decoder element is installed`);
  return `${found} ! `;
}
