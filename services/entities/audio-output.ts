import type { Board } from '../../hal/boards/board.ts';
import type * as tt from '../generated/tt.ts';
import { modify, newName, newReference } from './changes.ts';
import type { ConfigurationView } from './configuration-operations.ts';
import type { AudioOutputEntity } from './model.ts';

/** The same in both services: speakers and their configurations (MED-08, MD2-07). */

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

export function audioOutputView(
  board: Board,
): ConfigurationView<'AudioOutput', tt.AudioOutputConfiguration, tt.AudioOutputConfigurationOptions> {
  const ids = board.audioOutputs.map(({ id }) => id);
  return {
    kind: 'AudioOutput',
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
