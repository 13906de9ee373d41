import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Route, RouteReply, RouteRequest } from '../http/route.ts';
import { headersFor } from './headers.ts';
import { PageFiles } from './page-files.ts';
import { type PageFacts, pageState } from './page-state.ts';

/** Folder that scripts/build-page writes; compiled files and bundled ones lie as deep below the root. */
const builtPage = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'page');

function json(value: unknown, { origin }: RouteRequest): RouteReply {
  const headers = { ...headersFor(origin), 'Cache-Control': 'no-store' };
  return { status: 200, type: 'application/json; charset=utf-8', headers, body: JSON.stringify(value) };
}

/** The page at `/`, its files below `/page`, and the two things that ONVIF does not tell. */
export function pageRoutes(facts: PageFacts, folder: string = builtPage): readonly Route[] {
  const files = new PageFiles(folder);
  return [
    {
      path: '/page/state',
      access: 'PRE_AUTH',
      methods: { GET: (request) => json(pageState(facts), request) },
    },
    {
      // ONVIF tells the level of a user to administrators only.
      path: '/page/user',
      access: 'READ_MEDIA',
      methods: { GET: (request) => json(request.user, request) },
    },
    { path: '/page', access: 'PRE_AUTH', methods: { GET: (request) => files.reply(request.subPath, request) } },
    {
      path: '/',
      access: 'PRE_AUTH',
      methods: { GET: (request) => files.reply(request.subPath === '' ? 'index.html' : '', request) },
    },
  ];
}
