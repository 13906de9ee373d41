import type { VideoEncoder2Configuration, VideoEncoder2ConfigurationOptions } from '../../../../generated/tt.ts';
import { readProfiles } from '../../session/abilities.ts';
import { media } from '../../soap/services.ts';

/** Encoder of a stream as the form has it. */
export interface EncoderValues {
  readonly encoding: string;
  /** `1280x720` */
  readonly size: string;
  readonly rate: number;
  /** Pictures from one key frame to the next. */
  readonly interval: number;
  /** kbit/s */
  readonly bits: number;
  readonly constant: boolean;
  readonly quality: number;
}

/** Stream with its encoder and what is possible. */
export interface EncoderStream {
  readonly profile: string;
  readonly name: string;
  readonly configuration: VideoEncoder2Configuration;
  readonly options: readonly VideoEncoder2ConfigurationOptions[];
}

/** Streams of the camera; an encoder that several profiles share comes once. */
export async function readStreams(): Promise<readonly EncoderStream[]> {
  const { Profiles = [] } = await readProfiles();
  const found = new Map<
    string,
    { readonly profile: string; readonly name: string; readonly configuration: VideoEncoder2Configuration }
  >();
  for (const { token, Name, Configurations } of Profiles) {
    const configuration = Configurations?.VideoEncoder;
    if (configuration !== undefined && !found.has(configuration.token))
      found.set(configuration.token, { profile: token, name: Name, configuration });
  }
  return Promise.all(
    [...found.values()].map(async (stream) => {
      const { Options } = await media('GetVideoEncoderConfigurationOptions', {
        ConfigurationToken: stream.configuration.token,
      });
      return { ...stream, options: Options };
    }),
  );
}

export function valuesOf({
  Encoding,
  Resolution,
  RateControl,
  GovLength,
  Quality,
}: VideoEncoder2Configuration): EncoderValues {
  return {
    encoding: Encoding,
    size: `${Resolution.Width}x${Resolution.Height}`,
    rate: RateControl?.FrameRateLimit ?? 0,
    interval: GovLength ?? 0,
    bits: RateControl?.BitrateLimit ?? 0,
    constant: RateControl?.ConstantBitRate ?? false,
    quality: Quality,
  };
}

/** Writes an encoder, and returns what the camera then holds. */
export async function writeEncoder(present: VideoEncoder2Configuration, values: EncoderValues): Promise<EncoderValues> {
  const [Width = 0, Height = 0] = values.size.split('x').map(Number);
  // A profile of one codec means nothing to another.
  const { Profile, ...rest } = present;
  const kept = values.encoding === present.Encoding && Profile !== undefined ? { Profile } : {};
  await media('SetVideoEncoderConfiguration', {
    Configuration: {
      ...rest,
      ...kept,
      Encoding: values.encoding,
      Resolution: { Width, Height },
      Quality: values.quality,
      ...(values.interval > 0 && { GovLength: values.interval }),
      RateControl: {
        ...present.RateControl,
        FrameRateLimit: values.rate,
        BitrateLimit: values.bits,
        ConstantBitRate: values.constant,
      },
    },
  });
  const { Configurations = [] } = await media('GetVideoEncoderConfigurations', { ConfigurationToken: present.token });
  return valuesOf(Configurations[0] ?? present);
}

/** The values with those that another codec cannot have replaced by the nearest that it can. */
export function fitted(values: EncoderValues, options: VideoEncoder2ConfigurationOptions): EncoderValues {
  const sizes = options.ResolutionsAvailable.map(({ Width, Height }) => `${Width}x${Height}`);
  const rates = options.FrameRatesSupported ?? [values.rate];
  const nearest = rates.toSorted((one, other) => Math.abs(one - values.rate) - Math.abs(other - values.rate))[0];
  const { Min, Max } = options.BitrateRange;
  const [least = values.interval, most = values.interval] = options.GovLengthRange ?? [];
  return {
    ...values,
    encoding: options.Encoding,
    size: sizes.includes(values.size) ? values.size : (sizes[0] ?? values.size),
    rate: nearest ?? values.rate,
    bits: Math.min(Max, Math.max(Min, values.bits)),
    interval: Math.min(most, Math.max(least, values.interval)),
    constant: values.constant && options.ConstantBitRateSupported === true,
    quality: Math.min(options.QualityRange.Max, Math.max(options.QualityRange.Min, values.quality)),
  };
}
