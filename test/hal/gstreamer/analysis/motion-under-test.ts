import { pino } from 'pino';
import type { CameraFact } from '../../../../hal/boards/facts/camera.ts';
import { virtual } from '../../../../hal/boards/virtual.ts';
import { createMediaEngine } from '../../../../hal/gstreamer/media-engine.ts';
import { readMotionRecord } from '../../../../hal/native/motion-record.ts';
import {
  type MediaEngine,
  noMasks,
  type VideoEncoderState,
  type VideoSourceState,
} from '../../../../hal/ports/media-engine.ts';
import type { AnalysisState, MotionRecord } from '../../../../hal/ports/scene-analyser.ts';
import { until } from '../../../until.ts';
import { mediaState } from '../../running-engine.ts';

export const analysed: AnalysisState = { wide: 320, rate: 10, sensitivity: 60, ignored: [] };

export const source: VideoSourceState = {
  ...{ id: 'VideoSource1', width: 1280, height: 720, frameRate: 30, masks: noMasks },
  // A camera keeps its view and its settings while they are absent.
  view: { pan: 0, tilt: 0, fieldOfView: 60 },
  settings: { modes: { exposure: 'AUTO' } },
  analysis: analysed,
};

/** View of the drawn street in which nothing moves. */
export const quietView = { pan: -30, tilt: 12, fieldOfView: 20 } as const;

/** Cells that move in a record. */
export const movingCells = ({ levels }: MotionRecord): readonly number[] =>
  [...levels.keys()].filter((cell) => (levels[cell] ?? 0) > 0);

/** Engine with one analysed camera, and what it found so far. */
export class MotionUnderTest {
  readonly found: (MotionRecord | 'lost')[] = [];
  readonly engine: MediaEngine;
  private readonly encoders: readonly VideoEncoderState[];

  private constructor(camera: CameraFact, encoders: readonly VideoEncoderState[]) {
    this.encoders = encoders;
    this.engine = createMediaEngine({
      board: { ...virtual, sources: virtual.sources.map((one) => ({ ...one, camera })) },
      log: pino({ level: process.env.VEDETTE_TEST_LOG ?? 'silent' }),
      onEvent: (event) => {
        if (event.kind === 'motion') this.found.push(event.lost ? 'lost' : readMotionRecord(event.record));
      },
    });
  }

  static async start(
    state: VideoSourceState,
    camera: CameraFact = { driver: 'virtual' },
    encoders: readonly VideoEncoderState[] = [],
  ): Promise<MotionUnderTest> {
    const started = new MotionUnderTest(camera, encoders);
    await started.apply(state);
    return started;
  }

  apply(state: VideoSourceState): Promise<void> {
    return this.engine.apply(mediaState(this.encoders, { sources: [state] }));
  }

  get records(): readonly MotionRecord[] {
    return this.found.filter((one) => one !== 'lost');
  }

  /** Records from now on until one is as wanted, that one included. */
  async until(holds: (record: MotionRecord) => boolean, what: string): Promise<readonly MotionRecord[]> {
    const from = this.records.length;
    const end = (): number => this.records.findIndex((record, index) => index >= from && holds(record));
    await until(() => end() >= 0, what);
    return this.records.slice(from, end() + 1);
  }

  /** Records of so many seconds of the camera's time, from the next one on. */
  async watch(seconds: number): Promise<readonly MotionRecord[]> {
    const from = this.records.length;
    const first = (): bigint => this.records[from]?.time ?? 0n;
    return this.until(({ time }) => Number(time - first()) >= seconds * 1e9, `${seconds} s of records`);
  }

  stop(): Promise<void> {
    return this.engine.stop();
  }
}
