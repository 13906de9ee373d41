/** Faults of a camera's pictures; a state holds for some seconds before it is told. */
export interface PictureState {
  readonly tooBlurry: boolean;
  readonly tooDark: boolean;
  readonly tooBright: boolean;
  /** Whether most of the picture is not what it was over the last half minute. */
  readonly sceneChanged: boolean;
}
