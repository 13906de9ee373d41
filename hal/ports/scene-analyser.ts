/** Group of pixels that differ from the background, in pixels of the analysed picture. */
export interface MotionBlob {
  readonly left: number;
  readonly top: number;
  /** The first column and line outside. */
  readonly right: number;
  readonly bottom: number;
  /** Centre of gravity. */
  readonly centreX: number;
  readonly centreY: number;
  /** Pixels. */
  readonly area: number;
  /** Mean difference, levels of 255. */
  readonly level: number;
  /** Whether nothing in it changes from picture to picture. */
  readonly still: boolean;
  /** Whether it is the place of a thing that left, which is background from now on. */
  readonly ghost: boolean;
}

/** Measures of the whole picture. */
export interface PictureMeasures {
  /** Luma, 0..255: mean, 5th and 95th percentile. */
  readonly mean: number;
  readonly dark: number;
  readonly bright: number;
  /** Mean difference of neighbouring pixels without that of the noise, levels of 255. */
  readonly detail: number;
  /** Part of the picture that differs from the background, 0..1. */
  readonly change: number;
  /** Light against that of the background: picture = gain * background + offset, levels of 255. */
  readonly gain: number;
  readonly offset: number;
  /** Mean deviation of a pixel, levels of 255. */
  readonly noise: number;
}

/** What the motion analysis found in a picture. */
export interface MotionRecord {
  /** Capture time by the camera's clock, nanoseconds. */
  readonly time: bigint;
  /** Size of the analysed picture, pixels. */
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
  /** Whether the whole picture changes, so that nothing in it is reported. */
  readonly settling: boolean;
  /** Whether a shift of the camera was undone. */
  readonly shaken: boolean;
  /** Difference from which pixels count at present, levels of 255. */
  readonly threshold: number;
  readonly measures: PictureMeasures;
  /** Bits of the cells with motion, row by row, highest first. */
  readonly cells: Uint8Array;
  /** For each cell the difference that an eighth of its pixels reach, 0 for cells without motion. */
  readonly levels: Uint8Array;
  /** The largest come first. */
  readonly blobs: readonly MotionBlob[];
}
