import { configurationOperations, refusedOperations } from '../entities/configuration-operations.ts';
import type { EntityStore } from '../entities/entity-store.ts';
import type { ConfigurationKind } from '../entities/model.ts';
import { hears, speaks } from '../entities/sound-facts.ts';
import type { Media2Operations } from '../generated/media2-operations.ts';
import type { Handlers } from '../soap/service.ts';
import { noAudio, noOutput } from './not-offered.ts';
import type { Views } from './views.ts';

/** Names of the three operations that every kind repeats in Media2. */
type Repeated = {
  [Kind in ConfigurationKind]:
    | `Get${Kind}Configurations`
    | `Get${Kind}ConfigurationOptions`
    | `Set${Kind}Configuration`;
}[ConfigurationKind];

/** Configurations of a picture and what is told of it. */
function videoOperations(store: EntityStore, views: Views) {
  const videoSource = configurationOperations(store, views.VideoSource);
  const videoEncoder = configurationOperations(store, views.VideoEncoder);
  const metadata = configurationOperations(store, views.Metadata);
  return {
    GetVideoSourceConfigurations: videoSource.narrowed,
    GetVideoSourceConfigurationOptions: videoSource.options,
    SetVideoSourceConfiguration: videoSource.set,
    GetVideoEncoderConfigurations: videoEncoder.narrowed,
    GetVideoEncoderConfigurationOptions: videoEncoder.options,
    SetVideoEncoderConfiguration: videoEncoder.set,
    GetMetadataConfigurations: metadata.narrowed,
    GetMetadataConfigurationOptions: metadata.options,
    SetMetadataConfiguration: metadata.set,
  } satisfies Partial<Handlers<Media2Operations>>;
}

/** Configurations of the sound that the device hears; refused without a microphone. */
function audioInputOperations(store: EntityStore, views: Views) {
  const audioSource = hears(store.board)
    ? configurationOperations(store, views.AudioSource)
    : refusedOperations(noAudio);
  const audioEncoder = hears(store.board)
    ? configurationOperations(store, views.AudioEncoder)
    : refusedOperations(noAudio);
  return {
    GetAudioSourceConfigurations: audioSource.narrowed,
    GetAudioSourceConfigurationOptions: audioSource.options,
    SetAudioSourceConfiguration: audioSource.set,
    GetAudioEncoderConfigurations: audioEncoder.narrowed,
    GetAudioEncoderConfigurationOptions: audioEncoder.options,
    SetAudioEncoderConfiguration: audioEncoder.set,
  } satisfies Partial<Handlers<Media2Operations>>;
}

/** Configurations of the sound that the device plays; refused without a speaker. */
function audioOutputOperations(store: EntityStore, views: Views) {
  const audioOutput = speaks(store.board)
    ? configurationOperations(store, views.AudioOutput)
    : refusedOperations(noOutput);
  const audioDecoder = speaks(store.board)
    ? configurationOperations(store, views.AudioDecoder)
    : refusedOperations(noOutput);
  return {
    GetAudioOutputConfigurations: audioOutput.narrowed,
    GetAudioOutputConfigurationOptions: audioOutput.options,
    SetAudioOutputConfiguration: audioOutput.set,
    GetAudioDecoderConfigurations: audioDecoder.narrowed,
    GetAudioDecoderConfigurationOptions: audioDecoder.options,
    SetAudioDecoderConfiguration: audioDecoder.set,
  } satisfies Partial<Handlers<Media2Operations>>;
}

/** The repeating operations of every kind, each from its view (services/entities/configuration-operations.ts). */
export function repeatedOperations(store: EntityStore, views: Views): Pick<Handlers<Media2Operations>, Repeated> {
  return {
    ...videoOperations(store, views),
    ...audioInputOperations(store, views),
    ...audioOutputOperations(store, views),
  };
}
