import { z } from 'zod';
import type { Board } from '../../../../hal/boards/board.ts';
import type * as tt from '../../../generated/tt.ts';
import type { BackchannelPlan } from '../../../plan/desired-media.ts';
import { modify, newName, newReference } from '../../changes.ts';
import type { ConfigurationView, Kind } from '../../kind.ts';
import type { ConfigurationEntity } from '../../model.ts';
import { among, named } from '../../stored-parts.ts';

/** Speakers and their configurations, the same in both services (MED-08, MD2-07). @internal */
export interface AudioOutputEntity extends ConfigurationEntity {
  readonly output: string;
  readonly primacy: BackchannelPlan['primacy'];
  /** 0..100 */
  readonly level: number;
}

/** SendPrimacy is this and the mode (STR-85). */
const halfDuplex = 'www.onvif.org/ver20/HalfDuplex/';

const modes = ['Auto', 'Server', 'Client'] as const;

export function audioOutputs(board: Board): readonly tt.AudioOutput[] {
  return board.audioOutputs.map(({ id }) => ({ token: id }));
}

function newPrimacy(present: AudioOutputEntity, wanted: string | undefined): AudioOutputEntity['primacy'] {
  if (wanted === undefined) return present.primacy;
  const mode = modes.find((one) => wanted === halfDuplex + one);
  if (mode === undefined) throw modify(`SendPrimacy ${wanted} is not among the options`);
  return mode;
}

function view(
  board: Board,
): ConfigurationView<AudioOutputEntity, tt.AudioOutputConfiguration, tt.AudioOutputConfigurationOptions> {
  const ids = board.audioOutputs.map(({ id }) => id);
  return {
    toWire: ({ token, name, output, primacy, level }, UseCount) => ({
      token,
      Name: name,
      UseCount,
      OutputToken: output,
      ...(primacy === 'none' ? {} : { SendPrimacy: halfDuplex + primacy }),
      OutputLevel: level,
    }),
    options: () => ({
      OutputTokensAvailable: ids,
      SendPrimacyOptions: modes.map((mode) => halfDuplex + mode),
      OutputLevelRange: { Min: 0, Max: 100 },
    }),
    change: (present, { Name, OutputToken, SendPrimacy, OutputLevel }) => {
      if (!(OutputLevel >= 0 && OutputLevel <= 100)) throw modify('OutputLevel must be 0 to 100');
      return {
        token: present.token,
        name: newName(Name),
        output: newReference(OutputToken, ids, 'Audio output'),
        primacy: newPrimacy(present, SendPrimacy),
        level: OutputLevel,
      };
    },
  };
}

export const audioOutput: Kind<'AudioOutput', AudioOutputEntity> = {
  name: 'AudioOutput',
  ver10: 'AudioOutput',
  needs: { media: [], media2: [] },
  missing: ({ audioOutputs }) =>
    audioOutputs.length > 0 ? undefined : { reason: 'no speaker', subcode: 'AudioOutputNotSupported' },
  defaults: ({ board }) =>
    board.audioOutputs
      .slice(0, 1)
      .map(({ id }) => ({ token: 'AudioOutputConfig1', name: 'speaker', output: id, primacy: 'Auto', level: 80 })),
  stored: ({ board }) =>
    z.object({
      ...named,
      output: among(
        board.audioOutputs.map(({ id }) => id),
        'speaker',
      ),
      primacy: z.enum([...modes, 'none']),
      level: z.number().min(0).max(100),
    }),
  media: ({ store }) => view(store.board),
  media2: ({ store }) => view(store.board),
};
