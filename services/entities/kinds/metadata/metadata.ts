import { z } from 'zod';
import { restoreFilter, storedFilterLimit } from '../../../events/stored-filter.ts';
import type { Kind } from '../../kind.ts';
import { stream } from '../../stored-parts.ts';
import { defaultMulticast } from '../../streams/multicast.ts';
import { defaultSrtp } from '../../streams/secure-streaming.ts';
import { compressions, type MetadataEntity, metadataView } from './view.ts';

function isFilter(xml: string): boolean {
  try {
    restoreFilter({ xml });
    return true;
  } catch {
    return false;
  }
}

const stored: z.ZodType<MetadataEntity> = z
  .object({
    ...stream,
    ptz: z.object({ status: z.boolean(), position: z.boolean() }).optional(),
    events: z
      .object({ xml: z.string().max(storedFilterLimit).refine(isFilter, { message: 'not an event filter' }) })
      .optional(),
    analytics: z.boolean(),
    compression: z.enum(compressions),
  })
  .transform((value) => ({ ...value, ptz: value.ptz, events: value.events }));

/** Metadata (MED-09, MD2-08). A fresh device sends all events; ver10 asks for no source beside it (MEDIA-5-1-3). */
export const metadata: Kind<'Metadata', MetadataEntity> = {
  name: 'Metadata',
  ver10: 'Metadata',
  needs: { media: [], media2: ['VideoSource', 'AudioSource'] },
  missing: () => undefined,
  defaults: ({ deviceId }) => [
    {
      token: 'Metadata1',
      name: 'metadata',
      ptz: undefined,
      events: { xml: '' },
      analytics: false,
      compression: 'None',
      multicast: defaultMulticast(deviceId, 'Metadata', 0),
      srtp: defaultSrtp,
      sessionTimeout: 60,
    },
  ],
  stored: () => stored,
  media: (options) => metadataView(options, 'media'),
  media2: (options) => metadataView(options, 'media2'),
};
