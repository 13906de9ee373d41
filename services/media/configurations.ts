import { configurationOperations, refusedOperations } from '../entities/configuration-operations.ts';
import type { EntityStore } from '../entities/entity-store.ts';
import type { ConfigurationKind } from '../entities/model.ts';
import { hears, speaks } from '../entities/sound-facts.ts';
import type { MediaOperations } from '../generated/media-operations.ts';
import type { Handlers } from '../soap/service.ts';
import { noAudio, noDecoder, noOutput } from './not-offered.ts';
import type { Views } from './views.ts';

/** Names of the seven operations that every kind repeats in ver10. */
type Repeated = {
  [Kind in ConfigurationKind]:
    | `Get${Kind}Configurations`
    | `Get${Kind}Configuration`
    | `GetCompatible${Kind}Configurations`
    | `Get${Kind}ConfigurationOptions`
    | `Set${Kind}Configuration`
    | `Add${Kind}Configuration`
    | `Remove${Kind}Configuration`;
}[ConfigurationKind];

/** Configurations of a picture and what is told of it. */
function videoOperations(store: EntityStore, views: Views) {
  const videoSource = configurationOperations(store, views.VideoSource);
  const videoEncoder = configurationOperations(store, views.VideoEncoder);
  const metadata = configurationOperations(store, views.Metadata);
  return {
    GetVideoSourceConfigurations: videoSource.all,
    GetVideoSourceConfiguration: videoSource.one,
    GetCompatibleVideoSourceConfigurations: videoSource.compatible,
    GetVideoSourceConfigurationOptions: videoSource.options,
    SetVideoSourceConfiguration: videoSource.set,
    AddVideoSourceConfiguration: videoSource.add,
    RemoveVideoSourceConfiguration: videoSource.remove,
    GetVideoEncoderConfigurations: videoEncoder.all,
    GetVideoEncoderConfiguration: videoEncoder.one,
    GetCompatibleVideoEncoderConfigurations: videoEncoder.compatible,
    GetVideoEncoderConfigurationOptions: videoEncoder.options,
    SetVideoEncoderConfiguration: videoEncoder.set,
    AddVideoEncoderConfiguration: videoEncoder.add,
    RemoveVideoEncoderConfiguration: videoEncoder.remove,
    GetMetadataConfigurations: metadata.all,
    GetMetadataConfiguration: metadata.one,
    GetCompatibleMetadataConfigurations: metadata.compatible,
    GetMetadataConfigurationOptions: metadata.options,
    SetMetadataConfiguration: metadata.set,
    AddMetadataConfiguration: metadata.add,
    RemoveMetadataConfiguration: metadata.remove,
  } satisfies Partial<Handlers<MediaOperations>>;
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
    GetAudioSourceConfigurations: audioSource.all,
    GetAudioSourceConfiguration: audioSource.one,
    GetCompatibleAudioSourceConfigurations: audioSource.compatible,
    GetAudioSourceConfigurationOptions: audioSource.options,
    SetAudioSourceConfiguration: audioSource.set,
    AddAudioSourceConfiguration: audioSource.add,
    RemoveAudioSourceConfiguration: audioSource.remove,
    GetAudioEncoderConfigurations: audioEncoder.all,
    GetAudioEncoderConfiguration: audioEncoder.one,
    GetCompatibleAudioEncoderConfigurations: audioEncoder.compatible,
    GetAudioEncoderConfigurationOptions: audioEncoder.options,
    SetAudioEncoderConfiguration: audioEncoder.set,
    AddAudioEncoderConfiguration: audioEncoder.add,
    RemoveAudioEncoderConfiguration: audioEncoder.remove,
  } satisfies Partial<Handlers<MediaOperations>>;
}

/** Configurations of the sound that the device plays; refused without a speaker. */
function audioOutputOperations(store: EntityStore, views: Views) {
  const audioOutput = speaks(store.board)
    ? configurationOperations(store, views.AudioOutput)
    : refusedOperations(noOutput);
  const audioDecoder = speaks(store.board)
    ? configurationOperations(store, views.AudioDecoder)
    : refusedOperations(noDecoder);
  return {
    GetAudioOutputConfigurations: audioOutput.all,
    GetAudioOutputConfiguration: audioOutput.one,
    GetCompatibleAudioOutputConfigurations: audioOutput.compatible,
    GetAudioOutputConfigurationOptions: audioOutput.options,
    SetAudioOutputConfiguration: audioOutput.set,
    AddAudioOutputConfiguration: audioOutput.add,
    RemoveAudioOutputConfiguration: audioOutput.remove,
    GetAudioDecoderConfigurations: audioDecoder.all,
    GetAudioDecoderConfiguration: audioDecoder.one,
    GetCompatibleAudioDecoderConfigurations: audioDecoder.compatible,
    GetAudioDecoderConfigurationOptions: audioDecoder.options,
    SetAudioDecoderConfiguration: audioDecoder.set,
    AddAudioDecoderConfiguration: audioDecoder.add,
    RemoveAudioDecoderConfiguration: audioDecoder.remove,
  } satisfies Partial<Handlers<MediaOperations>>;
}

/** The repeating operations of every kind, each from its view (services/entities/configuration-operations.ts). */
export function repeatedOperations(store: EntityStore, views: Views): Pick<Handlers<MediaOperations>, Repeated> {
  return {
    ...videoOperations(store, views),
    ...audioInputOperations(store, views),
    ...audioOutputOperations(store, views),
  };
}
