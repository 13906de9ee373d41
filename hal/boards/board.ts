import type {
  AudioCodec,
  AudioEncoderCapabilities,
  VideoCodec,
  VideoEncoderCapabilities,
} from '../ports/media-engine.ts';
import type { IlluminatorFact, IrCutFilterFact, LightSensorFact } from './facts/day-night.ts';
import type { DigitalInputFact, RelayFact, SerialPortFact } from './facts/io.ts';
import type { AxisFact } from './facts/motion.ts';

/** Driver of a camera: `virtual` is the drawn scene, `encoded-file` a camera that delivers encoded frames. */
export type CameraFact =
  | { readonly driver: 'virtual' }
  /** A V4L2 capture device: its node, or `card:` and a part of its name, or `any` for the first there is. */
  | { readonly driver: 'v4l2'; readonly device: string }
  /** A camera of libcamera (Raspberry Pi); the first when no name is given. */
  | { readonly driver: 'libcamera'; readonly camera?: string }
  /** A sensor of NVIDIA's Argus (Jetson). */
  | { readonly driver: 'argus'; readonly sensor: number }
  | { readonly driver: 'encoded-file'; readonly codec: VideoCodec; readonly path: string };

/** Facts of one video source of a board. */
export interface VideoSourceFact {
  readonly id: string;
  readonly camera: CameraFact;
  readonly width: number;
  readonly height: number;
  readonly frameRate: number;
}

/**
 * Facts of one microphone. `virtual` is made speech with a test tone; `alsa` a device by its ALSA name (`hw:CARD=…`,
 * `default`), with an input gain of -60..20 dB, 0 when absent. `channels` are those of its frames; the device may have others.
 */
export type AudioSourceFact = { readonly id: string; readonly channels: number } & (
  | { readonly driver: 'virtual' }
  | { readonly driver: 'alsa'; readonly device: string; readonly gain?: number }
);

/** Facts of one speaker. `virtual` plays into a WAV file and a level meter in the folder that VEDETTE_SPEAKER names. */
export type AudioOutputFact = { readonly id: string } & (
  | { readonly driver: 'virtual' }
  | { readonly driver: 'alsa'; readonly device: string }
);

/** A board file holds facts only; nothing else in the code names a board. */
export interface Board {
  /** The slug used on the command line. */
  readonly name: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly hardwareId: string;
  readonly sources: readonly VideoSourceFact[];
  /** Encoder capabilities that every source of the board has. */
  readonly encoders: readonly VideoEncoderCapabilities[];
  /** Encoder instances the board can run at once per source, in all and by codec (GetGuaranteedNumberOfVideoEncoderInstances). */
  readonly encoderInstances: { readonly total: number } & Readonly<Partial<Record<VideoCodec, number>>>;
  /** Encoder elements in the board's order of preference, where that is not the one of hal/codecs. */
  readonly encoderElements?: Readonly<Partial<Record<VideoCodec | AudioCodec, readonly string[]>>>;
  readonly audioSources: readonly AudioSourceFact[];
  /** Encoder capabilities that every microphone of the board has. */
  readonly audioEncoders: readonly AudioEncoderCapabilities[];
  readonly audioOutputs: readonly AudioOutputFact[];
  /** What every speaker of the board plays, in order of preference; G.711 mu-law alone when absent (COD-13). */
  readonly audioDecoders?: readonly AudioEncoderCapabilities[];
  readonly axes?: readonly AxisFact[];
  readonly irCutFilters?: readonly IrCutFilterFact[];
  readonly illuminators?: readonly IlluminatorFact[];
  readonly lightSensors?: readonly LightSensorFact[];
  readonly relays?: readonly RelayFact[];
  readonly digitalInputs?: readonly DigitalInputFact[];
  readonly serialPorts?: readonly SerialPortFact[];
}
