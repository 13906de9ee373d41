import type { V4l2Error } from 'node-v4l2';
import { HalError, type HalErrorKind } from '../ports/hal-error.ts';

/** Kind and remedy of errors of the kernel. */
const meanings: Readonly<Record<string, readonly [HalErrorKind, string]>> = {
  ERANGE: ['out-of-range', 'the driver accepts other values'],
  EINVAL: ['out-of-range', 'the driver does not accept that value'],
  EACCES: ['unsupported', 'the driver does not allow a change, or not now'],
  // Wrong state, insufficient power mode and no reason at all are answers of USB cameras (UVC 1.5, 4.2.1.2).
  EILSEQ: ['unsupported', 'the camera does not allow a change in its present state: an automatic function may hold it'],
  EREMOTE: ['busy', 'the power mode of the camera is too low for a change: try again while it streams'],
  EIO: ['io', 'the camera does not answer, or not as it should: unplug it and plug it in again'],
  EPIPE: ['io', 'the camera refused a change and gave no reason'],
  EBUSY: ['busy', 'in use or not ready: end the other program, stop the stream, or try again'],
  ENODEV: ['gone', 'the camera was unplugged'],
  ENXIO: ['gone', 'the camera was unplugged'],
  EBADF: ['gone', 'the device is closed'],
  ENOENT: ['gone', 'not found: plug it in, or name another device'],
};

/** Errors with another meaning when a device is opened. */
const opening: Readonly<Record<string, readonly [HalErrorKind, string]>> = {
  EACCES: ['io', 'no permission: add the user to the group video'],
  EPERM: ['io', 'no permission: add the user to the group video'],
  ENOTTY: ['unsupported', 'not a V4L2 device'],
};

/** Error in the port's terms; `what` names the control and its range if the driver reported the control. */
export function halError(error: unknown, path: string, what?: (control: number | undefined) => string): HalError {
  const { code = '', control } = error as Partial<V4l2Error>;
  const [kind, remedy] = (what === undefined ? opening[code] : undefined) ?? meanings[code] ?? ['io', String(error)];
  const subject = what?.(control);
  return new HalError(kind, `${subject === undefined ? '' : `${subject} of `}${path}: ${remedy}`, { cause: error });
}
