import { mayUse } from '../../../../auth/access-policy.ts';
import type { Route, RouteReply, RouteRequest } from '../../../../http/route.ts';
import type { OsdImages } from './images.ts';
import { refusedPng } from './png-header.ts';
import { imageLimits, imagesPath, slots } from './slots.ts';

/** Longest time (ms) for a client to send an image. */
const patience = 15_000;

function slotOf({ subPath }: RouteRequest): number | undefined {
  return slots.find((slot) => subPath === `${slot}.png`);
}

/** The whole body; undefined when it takes too long. */
async function bodyOf({ body }: RouteRequest): Promise<Buffer | undefined> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    body.destroy();
  }, patience);
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch (error) {
    if (!late) throw error;
  } finally {
    clearTimeout(timer);
  }
  return late ? undefined : Buffer.concat(chunks);
}

async function isReadable(file: Buffer): Promise<boolean> {
  const { decodePng } = await import('./decode-png.ts');
  try {
    decodePng(file);
    return true;
  } catch {
    return false;
  }
}

async function upload(images: OsdImages, request: RouteRequest): Promise<RouteReply> {
  const slot = slotOf(request);
  const { user, headers } = request;
  if (user === undefined || !mayUse(user.level, 'ACTUATE')) return { status: 403 };
  if (slot === undefined) return { status: 404 };
  if (headers['content-length'] === undefined) return { status: 411 };
  if (headers['content-type']?.split(';')[0]?.trim().toLowerCase() !== 'image/png') return { status: 415 };
  const file = await bodyOf(request);
  if (file === undefined) return { status: 408 };
  const refused = refusedPng(file);
  if (refused !== undefined) return { status: refused === 'too large' ? 413 : 415 };
  if (!(await isReadable(file))) return { status: 415 };
  await images.store(slot, file);
  return { status: 200 };
}

/** GET and POST /onvif/osd/1.png … 4.png: images of the on-screen display (MD2-16). */
export function imagesRoute(images: OsdImages): Route {
  return {
    path: imagesPath,
    access: 'READ_MEDIA',
    limit: imageLimits.bytes,
    methods: {
      GET: (request) => {
        const slot = slotOf(request);
        const body = slot === undefined ? undefined : images.png(slot);
        if (body === undefined) return { status: 404 };
        return { status: 200, type: 'image/png', body, headers: { 'Cache-Control': 'no-store' } };
      },
      POST: (request) => upload(images, request),
    },
  };
}
