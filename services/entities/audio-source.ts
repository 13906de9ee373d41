import type { Board } from '../../hal/boards/board.ts';
import type * as tt from '../generated/tt.ts';
import { newName, newReference } from './changes.ts';
import type { ConfigurationView } from './configuration-operations.ts';

/** The same in both services: microphones and their configurations (MED-07, MD2-06). */

export function audioSources(board: Board): readonly tt.AudioSource[] {
  return board.audioSources.map(({ id, channels }) => ({ token: id, Channels: channels }));
}

export function audioSourceView(
  board: Board,
): ConfigurationView<'AudioSource', tt.AudioSourceConfiguration, tt.AudioSourceConfigurationOptions> {
  const ids = board.audioSources.map(({ id }) => id);
  return {
    kind: 'AudioSource',
    toWire: ({ token, name, source }, UseCount) => ({ token, Name: name, UseCount, SourceToken: source }),
    options: () => ({ InputTokensAvailable: ids }),
    change: ({ token }, { Name, SourceToken }) => ({
      token,
      name: newName(Name),
      source: newReference(SourceToken, ids, 'Audio source'),
    }),
  };
}
