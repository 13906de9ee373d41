import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { Device } from 'node-v4l2';
import { errnoOf, HalError, type HalErrorKind } from '../../ports/hal-error.ts';

/** Kind and remedy by errno of a camera's node. */
const remedies: Readonly<Record<string, { readonly kind: HalErrorKind; readonly text: (path: string) => string }>> = {
  ENOENT: { kind: 'gone', text: (path) => `no camera at ${path}: is it plugged in? ${present()}` },
  ENODEV: { kind: 'gone', text: (path) => `the camera at ${path} was unplugged` },
  ENXIO: { kind: 'gone', text: (path) => `the camera at ${path} was unplugged` },
  EACCES: { kind: 'io', text: (path) => `${path} may not be opened: add the user to group video` },
  EPERM: { kind: 'io', text: (path) => `${path} may not be opened: add the user to group video` },
  EBUSY: {
    kind: 'busy',
    text: (path) => `${path} is in use by ${holders(path)}: end that program, or name another camera`,
  },
  ENOTTY: { kind: 'unsupported', text: (path) => `${path} is not a V4L2 device; ${present()}` },
  ENOMEM: { kind: 'io', text: (path) => `not enough memory for the pictures of ${path}: choose a smaller size` },
  EPIPE: { kind: 'io', text: (path) => `the camera at ${path} refused a request and gave no reason` },
  EIO: { kind: 'io', text: (path) => `the camera at ${path} does not answer: unplug it and plug it in again` },
  ENOSPC: {
    kind: 'io',
    text: (path) => `not enough bandwidth for ${path}: choose a smaller size or rate, or another USB port`,
  },
};

/** Error of a camera's node with the remedy. */
function deviceError(path: string, error: unknown): HalError {
  if (error instanceof HalError) return error;
  const remedy = remedies[errnoOf(error)] ?? { kind: 'io' as const, text: () => `${path}: ${String(error)}` };
  return new HalError(remedy.kind, remedy.text(path), { cause: error });
}

/** Video nodes in the order of their numbers. */
export function videoNodes(): readonly string[] {
  return readdirSync('/dev')
    .filter((name) => /^video\d+$/.test(name))
    .sort((one, other) => Number(one.slice(5)) - Number(other.slice(5)))
    .map((name) => `/dev/${name}`);
}

/** Opens a node while `use` runs. Throws HalError. */
export function withDevice<T>(path: string, use: (device: Device) => T): T {
  let device: Device | undefined;
  try {
    device = new Device(path);
    return use(device);
  } catch (error) {
    throw deviceError(path, error);
  } finally {
    device?.close();
  }
}

/** Whether a device captures pictures: no metadata node, memory-to-memory device (codec, scaler) or output. */
function isCamera({ capability }: Device): boolean {
  return capability.capture && capability.streaming && !capability.memoryToMemory;
}

function cards(): readonly { readonly path: string; readonly card: string; readonly camera: boolean }[] {
  return videoNodes().flatMap((path) => {
    try {
      return [withDevice(path, (device) => ({ path, card: device.capability.card, camera: isCamera(device) }))];
    } catch {
      return [];
    }
  });
}

function present(): string {
  const found = cards().map(({ path, card }) => `${path} (${card})`);
  return found.length === 0 ? 'there is no video device' : `\`v4l2-ctl --list-devices\` shows ${found.join(', ')}`;
}

function matching(wanted: string): (path: string, device: Device) => boolean {
  if (!wanted.startsWith('card:')) return (_, device) => isCamera(device) && device.inputs().length > 0;
  const card = wanted.slice('card:'.length).toLowerCase();
  return (_, device) => isCamera(device) && device.capability.card.toLowerCase().includes(card);
}

function search(wanted: string): string {
  const matches = matching(wanted);
  const found = videoNodes().find((path) => {
    try {
      return withDevice(path, (device) => matches(path, device));
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new HalError('gone', `no camera for "${wanted}": is it plugged in? ${present()}`);
  return found;
}

/**
 * Finds the node of a camera that can be opened.
 * @param wanted a node or a link to one (`/dev/v4l/by-id/…`), `card:` and a part of the device's name, or `any`
 * Throws HalError 'gone', 'io', 'unsupported'.
 */
export function findCamera(wanted: string): string {
  if (wanted === 'any' || wanted.startsWith('card:')) return search(wanted);
  const path = existsSync(wanted) ? realpathSync(wanted) : wanted;
  const usable = withDevice(path, isCamera);
  if (!usable) throw new HalError('unsupported', `${wanted} is not a capture device; ${present()}`);
  return path;
}

/** Programs that have the node open; only root sees those of other users. */
function holders(path: string): string {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => (holds(pid, path) ? [`${programOf(pid)} (process ${pid})`] : []));
  return found.length === 0 ? 'another program' : found.join(', ');
}

function holds(pid: string, path: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === path);
  } catch {
    return false;
  }
}

function programOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return 'a program';
  }
}
