import { z } from 'zod';
import type { Board } from '../board.ts';
import { illuminator, irCutFilter, lightSensor } from './day-night.ts';
import { digitalInput, relay, serialPort } from './io.ts';
import {
  audioEncoder,
  audioOutput,
  audioSource,
  encoderElements,
  encoderInstances,
  videoEncoder,
  videoSource,
} from './media.ts';
import { axis } from './motion.ts';
import { id, text } from './parts.ts';

/** A whole board; strict: an unknown key is a mistake. */
export const boardSchema: z.ZodType<Board> = z.strictObject({
  name: id,
  manufacturer: text,
  model: text,
  hardwareId: text,
  sources: z.array(videoSource).min(1).max(8),
  encoders: z.array(videoEncoder).min(1),
  encoderInstances,
  encoderElements: encoderElements.exactOptional(),
  audioSources: z.array(audioSource).max(8),
  audioEncoders: z.array(audioEncoder),
  audioOutputs: z.array(audioOutput).max(8),
  audioDecoders: z.array(audioEncoder).exactOptional(),
  axes: z.array(axis).max(16).exactOptional(),
  irCutFilters: z.array(irCutFilter).max(8).exactOptional(),
  illuminators: z.array(illuminator).max(16).exactOptional(),
  lightSensors: z.array(lightSensor).max(8).exactOptional(),
  relays: z.array(relay).max(32).exactOptional(),
  digitalInputs: z.array(digitalInput).max(32).exactOptional(),
  serialPorts: z.array(serialPort).max(16).exactOptional(),
});
