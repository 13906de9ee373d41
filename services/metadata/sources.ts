import type { Frame, PTZStatus, Transformation } from '../generated/tt.ts';

/** Positions and states of PTZ units (STR-76). A device without PTZ has none. */
export interface PtzStatusSource {
  /** Present state of the units whose profiles use that metadata configuration, times in UTC. Must not throw. */
  statuses(metadataToken: string): readonly PTZStatus[];
  /** Calls the listener after each change of a position or a state; returns how to end it. */
  onChange(listener: () => void): () => void;
}

/** A running scene description. */
export interface SceneSubscription {
  /** The present scene with all its objects, a frame for each module, for new receivers; empty before the first picture. */
  scene(): readonly Frame[];
  close(): void;
}

/**
 * Source of scene descriptions (STR-78). UtcTime of a frame is the capture time of the picture it describes, on the
 * wall clock of the sender reports. Shapes are in normalized coordinates, -1..1 with y pointing up (Analytics 5.1.2.2),
 * unless the frame has a Transformation.
 */
export interface AnalyticsSource {
  /** Frames of the profiles that use that metadata configuration, limited to its analytics modules. */
  subscribe(metadataToken: string, listener: (frame: Frame) => void): SceneSubscription;
}

/** Transformation of a frame whose shapes are in pixels from the upper left corner, y pointing down. @internal */
export function pixelTransformation(picture: { readonly width: number; readonly height: number }): Transformation {
  return { Translate: { x: -1, y: 1 }, Scale: { x: 2 / picture.width, y: -2 / picture.height } };
}
