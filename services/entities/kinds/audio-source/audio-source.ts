import { z } from 'zod';
import type { Board } from '../../../../hal/boards/board.ts';
import type * as tt from '../../../generated/tt.ts';
import { newName, newReference } from '../../changes.ts';
import type { ConfigurationView, Kind, Missing } from '../../kind.ts';
import type { ConfigurationEntity } from '../../model.ts';
import { among, named } from '../../stored-parts.ts';

/** Microphones and their configurations, the same in both services (MED-07, MD2-06). */
interface AudioSourceEntity extends ConfigurationEntity {
  readonly source: string;
}

/** Sound needs a microphone and an encoder. */
export function missingSound({ audioSources, audioEncoders }: Board): Missing | undefined {
  if (audioSources.length > 0 && audioEncoders.length > 0) return undefined;
  return { reason: 'no microphone', subcode: 'AudioNotSupported' };
}

export function audioSources(board: Board): readonly tt.AudioSource[] {
  return board.audioSources.map(({ id, channels }) => ({ token: id, Channels: channels }));
}

function view(
  board: Board,
): ConfigurationView<AudioSourceEntity, tt.AudioSourceConfiguration, tt.AudioSourceConfigurationOptions> {
  const ids = board.audioSources.map(({ id }) => id);
  return {
    toWire: ({ token, name, source }, UseCount) => ({ token, Name: name, UseCount, SourceToken: source }),
    options: () => ({ InputTokensAvailable: ids }),
    change: ({ token }, { Name, SourceToken }) => ({
      token,
      name: newName(Name),
      source: newReference(SourceToken, ids, 'Audio source'),
    }),
  };
}

export const audioSource: Kind<'AudioSource', AudioSourceEntity> = {
  name: 'AudioSource',
  ver10: 'AudioSource',
  needs: { media: [], media2: [] },
  missing: missingSound,
  defaults: ({ board }) =>
    board.audioSources.slice(0, 1).map(({ id }) => ({ token: 'AudioSourceConfig1', name: 'microphone', source: id })),
  stored: ({ board }) =>
    z.object({
      ...named,
      source: among(
        board.audioSources.map(({ id }) => id),
        'microphone',
      ),
    }),
  media: ({ store }) => view(store.board),
  media2: ({ store }) => view(store.board),
};
