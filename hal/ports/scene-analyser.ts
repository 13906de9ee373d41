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
  /** Capture time by the camera's clock (that of process.hrtime.bigint()), nanoseconds. */
  readonly time: bigint;
  /**
   * The same instant in milliseconds since 1970, with their fraction: by the clock of the sender reports, so that a receiver
   * finds the video frame that was analysed.
   */
  readonly utc: number;
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

/** Part of a picture: edges as shares, 0..1, of its width from the left and of its height from the top. */
export interface PictureRectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Settings of a source's analysis. */
export interface AnalysisSettings {
  /** 0 (large differences only) to 100. */
  readonly sensitivity: number;
  /** Pictures a second that are analysed, at most; the board's own bound where it is lower, or absent. */
  readonly rate?: number;
  /** Parts that are not looked at, 32 at most. Privacy masks, and what a virtual camera writes into its picture, never are. */
  readonly ignored: readonly PictureRectangle[];
}

/** Motion analysis of a source's pictures as the media process runs it. */
export interface AnalysisState {
  /** Width of the analysed picture, pixels. */
  readonly wide: 256 | 320;
  /** Pictures a second that are analysed, at most. */
  readonly rate: number;
  /** 0..100 */
  readonly sensitivity: number;
  /** Parts of the source's picture that are not looked at, besides privacy masks and what the camera itself writes. */
  readonly ignored: readonly PictureRectangle[];
}

/** Settings of a source before any were set. */
export const initialAnalysisSettings: AnalysisSettings = { sensitivity: 60, ignored: [] };

/** Grid of the records of a source. */
export interface AnalysisGrid {
  /** Size of the analysed picture, pixels. */
  readonly width: number;
  readonly height: number;
  readonly columns: number;
  readonly rows: number;
}

/** Next record, or `lost`: the camera delivers no picture, so that whatever was found is over until records come again. */
type AnalysisListener = (found: MotionRecord | 'lost') => void;

/** Motion analysis of the pictures of video sources. The whole picture of a source is analysed, after its geometry. */
export interface SceneAnalyser {
  /** Grid of a source's records; undefined for an unknown source, and for one whose pictures cannot be analysed on this board. */
  grid(source: string): AnalysisGrid | undefined;
  /**
   * Analyses a source, which runs its camera, while anybody watches it. The newest records win: a listener that is late misses some.
   * Returns how to end it.
   */
  watch(source: string, listener: AnalysisListener): () => void;
  /** Sets the settings of a source, for now and for each start of its camera. Throws RangeError for values out of bounds. */
  set(source: string, settings: AnalysisSettings): void;
  /** Tells that the whole picture of a source changes for this long, from its next picture on: records are settling then. */
  hold(source: string, milliseconds: number): void;
}
