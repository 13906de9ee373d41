import type { Frame, PTZStatus, Transformation } from '../generated/tt.ts';

/** Where PTZ units tell their position and state (STR-76). A device without PTZ has none. */
export interface PtzStatusSource {
  /** Present state of the units whose profiles use that metadata configuration, times in UTC. Must not throw. */
  statuses(metadataToken: string): readonly PTZStatus[];
  /** Calls the listener after each change of a position or a state; returns what ends it. */
  onChange(listener: () => void): () => void;
}

/** A running scene description. */
export interface SceneSubscription {
  /** The scene as it is now, with all its objects, for who just joined; undefined when there is no picture yet. */
  scene(): Frame | undefined;
  close(): void;
}

/**
 * Where scene descriptions come from (STR-78). UtcTime of a frame is the capture time of the picture it describes, on the
 * wall clock of the sender reports. Shapes are in normalized coordinates, -1..1 with y pointing up (Analytics 5.1.2.2),
 * unless the frame has a Transformation.
 */
export interface AnalyticsSource {
  /** Frames of the profiles that use that metadata configuration, limited to its analytics modules. */
  subscribe(metadataToken: string, listener: (frame: Frame) => void): SceneSubscription;
}

/** Transformation of a frame whose shapes are in pixels from the upper left corner, y pointing down. */
export function pixelTransformation(picture: { readonly width: number; readonly height: number }): Transformation {
  return { Translate: { x: -1, y: 1 }, Scale: { x: 2 / picture.width, y: -2 / picture.height } };
}
