import { HalError } from '../../hal/ports/hal-error.ts';
import type { MediaOptions } from '../entities/media-options.ts';
import { pictured } from '../entities/profiles.ts';
import { Fault } from '../faults/fault.ts';
import type { Route, RouteReply } from '../http/route.ts';

function failed(error: unknown): RouteReply {
  if (error instanceof Fault) return { status: 404 };
  if (error instanceof HalError) return { status: 503, headers: { 'Retry-After': '1' } };
  throw error;
}

/** GET /onvif/snapshot/TOKEN: a JPEG of the newest picture at the profile's resolution (MED-12). */
export function snapshotRoute({ store, media }: MediaOptions): Route {
  return {
    path: '/onvif/snapshot',
    access: 'READ_MEDIA',
    methods: {
      GET: async ({ subPath }) => {
        try {
          const { encoder } = pictured(store.entities, subPath);
          const body = await media.snapshot(encoder);
          return { status: 200, type: 'image/jpeg', body, headers: { 'Cache-Control': 'no-store' } };
        } catch (error) {
          return failed(error);
        }
      },
    },
  };
}
