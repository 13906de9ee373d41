import { createHash, timingSafeEqual } from 'node:crypto';
import type { Registry } from 'prom-client';
import type { Route } from '../../services/http/route.ts';

/** Figures that the metrics are made of. @internal */
export interface MetricSources {
  readonly info: Readonly<Record<'model' | 'hardware' | 'serial' | 'firmware', string>>;
  readonly mediaPid: () => number | undefined;
  readonly storageFaults: () => number;
  /** Logins since the start, by `web accepted` and the like. */
  readonly logins: () => ReadonlyMap<string, number>;
  /** Lines of the log since the start, by level. */
  readonly lines: () => ReadonlyMap<string, number>;
}

function isToken(authorization: string | undefined, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
}

/** The library costs memory that a camera without metrics need not spend. */
async function openRegistry(sources: MetricSources): Promise<Registry> {
  const { registryOf } = await import('./metrics-registry.ts');
  return registryOf(sources);
}

/** GET /metrics for Prometheus, which knows no digest login: a token of the owner takes its place. */
export function metricsRoute(token: string, sources: MetricSources): Route {
  let registry: Promise<Registry> | undefined;
  return {
    path: '/metrics',
    access: 'PRE_AUTH',
    methods: {
      GET: async ({ headers }) => {
        if (!isToken(headers.authorization, token)) return { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } };
        registry ??= openRegistry(sources);
        const { contentType } = await registry;
        return { status: 200, type: contentType, body: await (await registry).metrics() };
      },
    },
  };
}
