import type { Board } from '../../hal/boards/board.ts';
import { Fault } from '../faults/fault.ts';
import type { DeviceioOperations } from '../generated/deviceio-operations.ts';
import { type Handlers, notOffered } from '../soap/service.ts';

type Media = 'VideoSource' | 'AudioSource' | 'AudioOutput';
type Withdrawn = `${'Get' | 'Set'}${Media}Configuration` | `Get${Media}ConfigurationOptions`;
type Lists = 'GetVideoSources' | 'GetVideoOutputs' | 'GetAudioSources' | 'GetAudioOutputs';
type VideoOutput = 'GetVideoOutputConfiguration' | 'SetVideoOutputConfiguration' | 'GetVideoOutputConfigurationOptions';

/** Sources and outputs as the board names them. */
export type SourceBoard = Pick<Board, 'sources' | 'audioSources' | 'audioOutputs'>;

const withdrawn = notOffered('withdrawn from the DeviceIO service in 16.12: use the media service');

function noVideoOutput(): never {
  throw new Fault('NoVideoOutput', 'The device has no video output');
}

function tokens(parts: readonly { readonly id: string }[]): { readonly Token: readonly string[] } {
  return { Token: parts.map(({ id }) => id) };
}

/** Tokens of sources and outputs, the same as in the media services (DIO-01, DIO-02, DIO-08). No board has a video output. */
export function sourceHandlers(
  board: SourceBoard,
): Pick<Handlers<DeviceioOperations>, Lists | VideoOutput | Withdrawn> {
  return {
    GetVideoSources: () => tokens(board.sources),
    GetAudioSources: () => tokens(board.audioSources),
    GetAudioOutputs: () => tokens(board.audioOutputs),
    GetVideoOutputs: () => ({ VideoOutputs: [] }),
    GetVideoOutputConfiguration: noVideoOutput,
    SetVideoOutputConfiguration: noVideoOutput,
    GetVideoOutputConfigurationOptions: noVideoOutput,
    GetVideoSourceConfiguration: withdrawn,
    SetVideoSourceConfiguration: withdrawn,
    GetVideoSourceConfigurationOptions: withdrawn,
    GetAudioSourceConfiguration: withdrawn,
    SetAudioSourceConfiguration: withdrawn,
    GetAudioSourceConfigurationOptions: withdrawn,
    GetAudioOutputConfiguration: withdrawn,
    SetAudioOutputConfiguration: withdrawn,
    GetAudioOutputConfigurationOptions: withdrawn,
  };
}
