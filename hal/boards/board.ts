import { z } from 'zod';
import type { AudioEncoderCapabilities, VideoEncoderCapabilities } from '../ports/media-engine.ts';
import { type AnalysisFact, analysisSchema } from './facts/analysis.ts';
import { type VideoSourceFact, videoSourceSchema } from './facts/camera.ts';
import {
  type IlluminatorFact,
  type IrCutFilterFact,
  illuminatorSchema,
  irCutFilterSchema,
  type LightSensorFact,
  lightSensorSchema,
} from './facts/day-night.ts';
import {
  audioEncoderSchema,
  type EncoderElements,
  type EncoderInstances,
  encoderElementsSchema,
  encoderInstancesSchema,
  videoEncoderSchema,
} from './facts/encoders.ts';
import { type HeadFact, headSchema } from './facts/head.ts';
import {
  type AuxiliaryFact,
  auxiliarySchema,
  type DigitalInputFact,
  digitalInputSchema,
  type RelayFact,
  relaySchema,
  type SerialPortFact,
  serialPortSchema,
} from './facts/io.ts';
import { type AxisFact, axisSchema } from './facts/motion.ts';
import { type AudioOutputFact, type AudioSourceFact, audioOutputSchema, audioSourceSchema } from './facts/sound.ts';
import { idSchema, type SchemasOf, textSchema } from './facts/values.ts';

/** Facts of a board; nothing else in the code names a board. */
export interface Board {
  /** Name on the command line. */
  readonly name: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly hardwareId: string;
  readonly sources: readonly VideoSourceFact[];
  /** Encoder capabilities that every source of the board has. */
  readonly encoders: readonly VideoEncoderCapabilities[];
  readonly encoderInstances: EncoderInstances;
  /** Encoder elements in the board's order of preference, where it differs from the order of hal/codecs. */
  readonly encoderElements?: EncoderElements;
  readonly audioSources: readonly AudioSourceFact[];
  /** Encoder capabilities that every microphone of the board has. */
  readonly audioEncoders: readonly AudioEncoderCapabilities[];
  readonly audioOutputs: readonly AudioOutputFact[];
  /** Formats that every speaker of the board plays, in order of preference; G.711 mu-law alone when absent (COD-13). */
  readonly audioDecoders?: readonly AudioEncoderCapabilities[];
  readonly axes?: readonly AxisFact[];
  /** Heads for pan, tilt and zoom; one head, PTZ1, is made of the axes when absent. */
  readonly heads?: readonly HeadFact[];
  readonly irCutFilters?: readonly IrCutFilterFact[];
  readonly illuminators?: readonly IlluminatorFact[];
  readonly lightSensors?: readonly LightSensorFact[];
  readonly relays?: readonly RelayFact[];
  readonly digitalInputs?: readonly DigitalInputFact[];
  readonly serialPorts?: readonly SerialPortFact[];
  readonly auxiliaries?: readonly AuxiliaryFact[];
  /** Motion analysis: width of the analysed picture, and pictures a second at most; 320 and 10 when absent. */
  readonly analysis?: AnalysisFact;
  /** `virtual`: network, name and clock are simulated, and nothing of the host is set. Absent: those of the machine it runs on. */
  readonly machine?: 'virtual';
}

/** Whole board; an unknown key is a mistake. */
export const boardSchema: z.ZodType<Board> = z.strictObject({
  name: idSchema,
  manufacturer: textSchema,
  model: textSchema,
  hardwareId: textSchema,
  sources: z.array(videoSourceSchema).min(1).max(8),
  encoders: z.array(videoEncoderSchema).min(1),
  encoderInstances: encoderInstancesSchema,
  encoderElements: encoderElementsSchema.exactOptional(),
  audioSources: z.array(audioSourceSchema).max(8),
  audioEncoders: z.array(audioEncoderSchema),
  audioOutputs: z.array(audioOutputSchema).max(8),
  audioDecoders: z.array(audioEncoderSchema).exactOptional(),
  axes: z.array(axisSchema).max(16).exactOptional(),
  heads: z.array(headSchema).max(8).exactOptional(),
  irCutFilters: z.array(irCutFilterSchema).max(8).exactOptional(),
  illuminators: z.array(illuminatorSchema).max(16).exactOptional(),
  lightSensors: z.array(lightSensorSchema).max(8).exactOptional(),
  relays: z.array(relaySchema).max(32).exactOptional(),
  digitalInputs: z.array(digitalInputSchema).max(32).exactOptional(),
  serialPorts: z.array(serialPortSchema).max(16).exactOptional(),
  auxiliaries: z.array(auxiliarySchema).max(16).exactOptional(),
  analysis: analysisSchema.exactOptional(),
  machine: z.literal('virtual').exactOptional(),
} satisfies SchemasOf<Board>);
