import type { Board } from '../../hal/boards/board.ts';
import { type ConfigurationKind, configurationKinds } from './model.ts';

/** Whether the device has sound to send. */
export function hears({ audioSources, audioEncoders }: Board): boolean {
  return audioSources.length > 0 && audioEncoders.length > 0;
}

/** Whether the device plays sound that clients send. */
export function speaks({ audioOutputs }: Board): boolean {
  return audioOutputs.length > 0;
}

const needed: Readonly<Partial<Record<ConfigurationKind, (board: Board) => boolean>>> = {
  AudioSource: hears,
  AudioEncoder: hears,
  AudioOutput: speaks,
  AudioDecoder: speaks,
};

/** Kinds of configurations that the device has (ConfigurationsSupported). */
export function supportedKinds(board: Board): readonly ConfigurationKind[] {
  return configurationKinds.filter((kind) => needed[kind]?.(board) ?? true);
}
