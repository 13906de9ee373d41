import { z } from 'zod';
import type { Kind } from '../../kind.ts';
import type { ConfigurationEntity } from '../../model.ts';
import { named } from '../../stored-parts.ts';
import { media2View, mediaView } from './views.ts';

/** A decoder takes what the speaker plays: its name is all that can be set. */
type AudioDecoderEntity = ConfigurationEntity;

/** Audio decoders (MED-08, MD2-07). */
export const audioDecoder: Kind<'AudioDecoder', AudioDecoderEntity> = {
  name: 'AudioDecoder',
  ver10: 'AudioDecoder',
  needs: { media: ['AudioOutput'], media2: ['AudioOutput'] },
  missing: ({ audioOutputs }) =>
    audioOutputs.length > 0 ? undefined : { reason: 'no audio decoder', subcode: 'AudioDecodingNotSupported' },
  defaults: () => [{ token: 'AudioDecoder1', name: 'decoder' }],
  stored: () => z.object(named),
  media: mediaView,
  media2: media2View,
};
