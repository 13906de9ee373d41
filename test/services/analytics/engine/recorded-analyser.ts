import type { AnalysisSettings, MotionRecord, SceneAnalyser } from '../../../../hal/ports/scene-analyser.ts';

type Listener = Parameters<SceneAnalyser['watch']>[1];

/** Scene analyser whose records the test has recorded before. */
export class RecordedAnalyser implements SceneAnalyser {
  readonly watched: Map<string, Listener> = new Map();
  readonly settings: Map<string, AnalysisSettings> = new Map();

  grid(): { readonly width: number; readonly height: number; readonly columns: number; readonly rows: number } {
    return { width: 320, height: 180, columns: 32, rows: 18 };
  }

  watch(source: string, listener: Listener): () => void {
    this.watched.set(source, listener);
    return () => void this.watched.delete(source);
  }

  set(source: string, settings: AnalysisSettings): void {
    this.settings.set(source, settings);
  }

  hold(): void {
    throw new Error('nothing is held');
  }

  tell(source: string, found: MotionRecord | 'lost'): void {
    this.watched.get(source)?.(found);
  }
}
