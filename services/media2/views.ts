import { audioOutputView } from '../entities/audio-output.ts';
import { audioSourceView } from '../entities/audio-source.ts';
import type { ConfigurationView } from '../entities/configuration-operations.ts';
import type { MediaOptions } from '../entities/media-options.ts';
import { metadataView } from '../entities/metadata-configuration.ts';
import { videoSourceView } from '../entities/video-source.ts';
import type * as tt from '../generated/tt.ts';
import { audioDecoderView, audioEncoderView } from './audio-encoder.ts';
import { videoEncoderView } from './video-encoder.ts';

/** How Media2 writes each kind of configuration. */
export interface Views {
  readonly VideoSource: ConfigurationView<
    'VideoSource',
    tt.VideoSourceConfiguration,
    tt.VideoSourceConfigurationOptions
  >;
  readonly AudioSource: ConfigurationView<
    'AudioSource',
    tt.AudioSourceConfiguration,
    tt.AudioSourceConfigurationOptions
  >;
  readonly VideoEncoder: ConfigurationView<
    'VideoEncoder',
    tt.VideoEncoder2Configuration,
    readonly tt.VideoEncoder2ConfigurationOptions[]
  >;
  readonly AudioEncoder: ConfigurationView<
    'AudioEncoder',
    tt.AudioEncoder2Configuration,
    readonly tt.AudioEncoder2ConfigurationOptions[]
  >;
  readonly Metadata: ConfigurationView<'Metadata', tt.MetadataConfiguration, tt.MetadataConfigurationOptions>;
  readonly AudioOutput: ConfigurationView<
    'AudioOutput',
    tt.AudioOutputConfiguration,
    tt.AudioOutputConfigurationOptions
  >;
  readonly AudioDecoder: ConfigurationView<
    'AudioDecoder',
    tt.AudioDecoderConfiguration,
    readonly tt.AudioEncoder2ConfigurationOptions[]
  >;
}

export function media2Views(options: MediaOptions): Views {
  const { board } = options.store;
  return {
    VideoSource: videoSourceView(board),
    AudioSource: audioSourceView(board),
    VideoEncoder: videoEncoderView(options),
    AudioEncoder: audioEncoderView(options),
    Metadata: metadataView(options, 'media2'),
    AudioOutput: audioOutputView(board),
    AudioDecoder: audioDecoderView(options),
  };
}
