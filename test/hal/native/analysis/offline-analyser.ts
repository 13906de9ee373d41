import { type AnalysedFormat, type AnalyserHandle, addon } from '../../../../hal/native/addon.ts';
import { analysisGrid } from '../../../../hal/native/analysis-grid.ts';
import { readMotionRecord } from '../../../../hal/native/motion-record.ts';
import {
  type AnalysisGrid,
  type AnalysisSettings,
  initialAnalysisSettings,
  type MotionRecord,
  type SceneAnalyser,
} from '../../../../hal/ports/scene-analyser.ts';

type Listener = Parameters<SceneAnalyser['watch']>[1];

interface Picture {
  readonly bytes: Uint8Array;
  readonly format: AnalysedFormat;
  /** Bytes of a line of luma. */
  readonly stride: number;
}

/** Scene analyser of one source whose pictures the test gives: the same C code as in the camera, without a pipeline. */
export class OfflineAnalyser implements SceneAnalyser {
  readonly source: string;
  private readonly size: { readonly width: number; readonly height: number };
  private readonly analyser: AnalyserHandle;
  private readonly listeners = new Set<Listener>();

  constructor(source: string, width: number, height: number) {
    this.source = source;
    this.size = { width, height };
    this.analyser = addon.openAnalyser(width, height, { wide: 320, ...initialAnalysisSettings });
  }

  grid(source: string): AnalysisGrid | undefined {
    return source === this.source ? analysisGrid(this.size, 320) : undefined;
  }

  watch(source: string, listener: Listener): () => void {
    if (source === this.source) this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  set(_: string, { sensitivity, ignored }: AnalysisSettings): void {
    addon.setAnalyser(this.analyser, { sensitivity, ignored });
  }

  hold(_: string, milliseconds: number): void {
    addon.holdAnalyser(this.analyser, milliseconds / 1000);
  }

  /** Analyses a picture and tells its record to all listeners. @param time of capture, seconds */
  take({ bytes, format, stride }: Picture, time: number): MotionRecord {
    const record = readMotionRecord(addon.analyse(this.analyser, bytes, format, stride, time));
    for (const listener of this.listeners) listener(record);
    return record;
  }

  lose(): void {
    for (const listener of this.listeners) listener('lost');
  }
}
