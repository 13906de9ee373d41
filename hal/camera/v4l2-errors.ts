import type { V4l2Error } from 'node-v4l2';
import { HalError, type HalErrorKind } from '../ports/hal-error.ts';

/** What a refusal of the kernel means, and what to do about it. */
const meanings: Readonly<Record<string, readonly [HalErrorKind, string]>> = {
  ERANGE: ['out-of-range', 'the driver takes other values'],
  EINVAL: ['out-of-range', 'the driver does not take that value'],
  EACCES: ['unsupported', 'the driver lets nobody set it, or not now'],
  EBUSY: ['busy', 'somebody uses it: end the other program, or stop the stream'],
  ENODEV: ['gone', 'it was unplugged'],
  ENXIO: ['gone', 'it was unplugged'],
  EBADF: ['gone', 'it is closed'],
  ENOENT: ['gone', 'it is not there: plug it in, or name another'],
  EPIPE: ['io', 'the camera refused: unplug it and plug it in again'],
};

/** Refusals that mean something else when a device is opened. */
const opening: Readonly<Record<string, readonly [HalErrorKind, string]>> = {
  EACCES: ['io', 'no permission: add the user to the group video'],
  EPERM: ['io', 'no permission: add the user to the group video'],
  ENOTTY: ['unsupported', 'it is no V4L2 device'],
};

/** The error in the port's terms; `what` names control and range where the driver told which one it was. */
export function halError(error: unknown, path: string, what?: (control: number | undefined) => string): HalError {
  const { code = '', control } = error as Partial<V4l2Error>;
  const [kind, remedy] = (what === undefined ? opening[code] : undefined) ?? meanings[code] ?? ['io', String(error)];
  const subject = what?.(control);
  return new HalError(kind, `${subject === undefined ? '' : `${subject} of `}${path}: ${remedy}`, { cause: error });
}
