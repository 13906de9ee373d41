import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { Device } from 'node-v4l2';
import { HalError, type HalErrorKind } from '../../ports/hal-error.ts';

/** What to do about an errno of a camera's node. */
const remedies: Readonly<Record<string, { readonly kind: HalErrorKind; readonly text: (path: string) => string }>> = {
  ENOENT: { kind: 'gone', text: (path) => `no camera at ${path}: is it plugged in? ${present()}` },
  ENODEV: { kind: 'gone', text: (path) => `the camera at ${path} was unplugged` },
  ENXIO: { kind: 'gone', text: (path) => `the camera at ${path} was unplugged` },
  EACCES: { kind: 'io', text: (path) => `${path} may not be opened: put the user into the group video` },
  EPERM: { kind: 'io', text: (path) => `${path} may not be opened: put the user into the group video` },
  EBUSY: { kind: 'busy', text: (path) => `${path} is in use by ${holders(path)}: end that, or name another camera` },
  ENOTTY: { kind: 'unsupported', text: (path) => `${path} is no V4L2 device; ${present()}` },
  ENOMEM: { kind: 'io', text: (path) => `no memory for the pictures of ${path}: choose a smaller size` },
  ENOSPC: {
    kind: 'io',
    text: (path) => `no bandwidth for ${path}: choose a smaller size or rate, or another USB port`,
  },
};

function code(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
}

/** The error of a camera's node, with what to do about it. */
function deviceError(path: string, error: unknown): HalError {
  if (error instanceof HalError) return error;
  const remedy = remedies[code(error)] ?? { kind: 'io' as const, text: () => `${path}: ${String(error)}` };
  return new HalError(remedy.kind, remedy.text(path), { cause: error });
}

/** All video nodes, in the order of their numbers. */
export function videoNodes(): readonly string[] {
  return readdirSync('/dev')
    .filter((name) => /^video\d+$/.test(name))
    .sort((one, other) => Number(one.slice(5)) - Number(other.slice(5)))
    .map((name) => `/dev/${name}`);
}

/** Opens a node for as long as `use` runs. Throws HalError. */
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

/** No metadata node, no memory-to-memory device (codec, scaler), no output: something that a picture comes from. */
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
  return found.length === 0
    ? 'there is no video device at all'
    : `\`v4l2-ctl --list-devices\` shows ${found.join(', ')}`;
}

function matching(wish: string): (path: string, device: Device) => boolean {
  if (!wish.startsWith('card:')) return (_, device) => isCamera(device) && device.inputs().length > 0;
  const card = wish.slice('card:'.length).toLowerCase();
  return (_, device) => isCamera(device) && device.capability.card.toLowerCase().includes(card);
}

function search(wish: string): string {
  const matches = matching(wish);
  const found = videoNodes().find((path) => {
    try {
      return withDevice(path, (device) => matches(path, device));
    } catch {
      return false;
    }
  });
  if (found === undefined) throw new HalError('gone', `no camera for "${wish}": is it plugged in? ${present()}`);
  return found;
}

/**
 * The node of a camera that is there and can be opened.
 * @param wish a node or a link to one (`/dev/v4l/by-id/…`), `card:` and a part of the device's name, or `any`
 * Throws HalError 'gone', 'io', 'unsupported'.
 */
export function findCamera(wish: string): string {
  if (wish === 'any' || wish.startsWith('card:')) return search(wish);
  const path = existsSync(wish) ? realpathSync(wish) : wish;
  const usable = withDevice(path, isCamera);
  if (!usable)
    throw new HalError('unsupported', `no picture comes from ${wish}: it is no capture device; ${present()}`);
  return path;
}

/** Programs that have the node open, for people. Those of other users are seen by root only. */
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
