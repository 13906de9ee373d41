import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Frame, PTZStatus } from '../../../services/generated/tt.ts';
import { backlogLimits } from '../../../services/metadata/backlog.ts';
import { type AnalyticsSource, type PtzStatusSource, pixelTransformation } from '../../../services/metadata/sources.ts';
import { decoded, type Sent, token, underTest } from './streams-under-test.ts';

const sources = suite('sources of metadata');

const watched = { kind: 'watched', token, watched: true } as const;
const noon = new Date(Date.UTC(2026, 10, 24, 12));

/** A PTZ unit whose head the test turns. */
class TestHead implements PtzStatusSource {
  readonly listeners = new Set<() => void>();
  present: PTZStatus = {
    Position: { PanTilt: { x: 0, y: 0 }, Zoom: { x: 0 } },
    MoveStatus: { PanTilt: 'IDLE', Zoom: 'IDLE' },
    UtcTime: noon,
  };

  statuses(metadataToken: string): readonly PTZStatus[] {
    return metadataToken === token ? [this.present] : [];
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  turn(change: Partial<PTZStatus>): void {
    this.present = { ...this.present, ...change };
    for (const listener of this.listeners) listener();
  }
}

/** An analytics engine whose scene the test paints. */
class TestScene implements AnalyticsSource {
  readonly listeners = new Set<(frame: Frame) => void>();
  present: Frame | undefined;

  subscribe(_metadataToken: string, listener: (frame: Frame) => void): { scene(): readonly Frame[]; close(): void } {
    this.listeners.add(listener);
    return {
      scene: () => (this.present === undefined ? [] : [this.present]),
      close: () => this.listeners.delete(listener),
    };
  }

  show(frame: Frame): void {
    this.present = frame;
    for (const listener of this.listeners) listener(frame);
  }
}

const statusesOf = (documents: readonly Sent[]): readonly PTZStatus[] =>
  documents.flatMap((one) => decoded(one).PTZ ?? []).flatMap((one) => one.PTZStatus ?? []);
const framesOf = (documents: readonly Sent[]): readonly Frame[] =>
  documents.flatMap((one) => decoded(one).VideoAnalytics ?? []).flatMap((one) => one.Frame ?? []);

const moving = { PanTilt: 'MOVING', Zoom: 'IDLE' } as const;
const aside = { PanTilt: { x: 0.5, y: -0.25 }, Zoom: { x: 0.1 } } as const;

// shows STR-76
sources('PTZ is told on every change, at a synchronization point and with each sign of life', async () => {
  const ptz = new TestHead();
  const { streams, timer, sent, settings, validate } = underTest({ ptz });
  streams.apply([settings({ ptz: { status: true, position: true } })]);
  streams.take(watched);
  timer.pass(100);
  assert.equal(statusesOf(sent()), [ptz.present]);
  ptz.turn({ MoveStatus: moving });
  timer.pass(0);
  assert.equal(statusesOf(sent()), [ptz.present]);
  for (let step = 0; step < 100; step++) {
    ptz.turn({ Position: { ...aside, PanTilt: { x: step / 100, y: 0 } } });
    timer.pass(1);
  }
  const steps = statusesOf(sent());
  assert.ok(steps.length >= 2 && steps.length <= 3);
  streams.take({ kind: 'wanted', token });
  timer.pass(100);
  assert.equal(statusesOf(sent()).at(-1), ptz.present);
  timer.pass(1000);
  assert.equal(statusesOf(sent()), [ptz.present]);
  await validate();
});

for (const [name, filter, told] of [
  ['state alone', { status: true, position: false }, { MoveStatus: moving, UtcTime: noon }],
  ['position alone', { status: false, position: true }, { Position: aside, UtcTime: noon }],
  ['neither', { status: false, position: false }, undefined],
] as const) {
  // shows STR-75
  sources(`PTZ is reduced to what the configuration asks for: ${name}`, async () => {
    const ptz = new TestHead();
    const { hub, streams, timer, sent, settings, validate } = underTest({ ptz });
    streams.apply([settings({ ptz: filter })]);
    streams.take(watched);
    timer.pass(100);
    sent();
    ptz.turn({ Position: aside, MoveStatus: moving });
    timer.pass(100);
    assert.equal(statusesOf(sent()), told === undefined ? [] : [told]);
    ptz.turn({ UtcTime: new Date(noon.getTime() + 1) });
    timer.pass(100);
    hub.publish({ topic: 'tns1:Media/ProfileChanged', source: { Token: 'A' }, data: {} });
    timer.pass(100);
    assert.equal(statusesOf(sent()), []);
    await validate();
  });
}

/** A frame with one object, in pixels of a picture. */
function frame(ObjectId: number, millisecond = 0): Frame {
  return {
    UtcTime: new Date(noon.getTime() + millisecond),
    Transformation: pixelTransformation({ width: 1280, height: 720 }),
    Object: [
      {
        ObjectId,
        Appearance: {
          Shape: {
            BoundingBox: { left: 640, top: 180, right: 1280, bottom: 720 },
            CenterOfGravity: { x: 960, y: 450 },
          },
        },
      },
    ],
  };
}

// shows STR-78
sources('the scene is told frame by frame and whole at a synchronization point', async () => {
  const analytics = new TestScene();
  const { streams, timer, sent, settings, validate } = underTest({ analytics });
  streams.apply([settings({ analytics: true })]);
  streams.take(watched);
  timer.pass(100);
  assert.equal(framesOf(sent()), []);
  analytics.show(frame(1));
  timer.pass(0);
  assert.equal(framesOf(sent()), [frame(1)]);
  for (let number = 0; number < 5; number++) analytics.show(frame(2, number));
  timer.pass(100);
  assert.equal(
    framesOf(sent()),
    [0, 1, 2, 3, 4].map((number) => frame(2, number)),
  );
  streams.take({ kind: 'wanted', token });
  timer.pass(100);
  assert.equal(framesOf(sent()), [frame(2, 4)]);
  for (let number = 0; number < 500; number++) analytics.show(frame(3, number));
  timer.pass(100);
  assert.is(framesOf(sent()).length, backlogLimits.frames);
  await validate();
});

sources('pixels become normalized coordinates, y pointing up', () => {
  const { Translate, Scale } = pixelTransformation({ width: 1280, height: 720 });
  const normalized = (x: number, y: number): readonly number[] => [
    x * (Scale?.x ?? 1) + (Translate?.x ?? 0),
    y * (Scale?.y ?? 1) + (Translate?.y ?? 0),
  ];
  assert.equal(normalized(0, 0), [-1, 1]);
  assert.equal(normalized(1280, 720), [1, -1]);
  assert.equal(normalized(640, 360), [0, 0]);
});

sources('analytics and PTZ stay out where the configuration leaves them out or the device has none', () => {
  const [ptz, analytics] = [new TestHead(), new TestScene()];
  for (const [given, change] of [
    [{ ptz, analytics }, {}],
    [{}, { analytics: true, ptz: { status: true, position: true } }],
  ] as const) {
    const { streams, timer, sent, settings } = underTest(given);
    streams.apply([settings(change)]);
    streams.take(watched);
    analytics.show(frame(1));
    ptz.turn({ Position: aside });
    timer.pass(3000);
    const documents = sent();
    assert.ok(documents.length >= 3);
    assert.equal([...framesOf(documents), ...statusesOf(documents)], []);
  }
});

sources('a frame that cannot be written costs one document', () => {
  const analytics = new TestScene();
  const { streams, timer, sent, settings } = underTest({ analytics });
  streams.apply([settings({ analytics: true })]);
  streams.take(watched);
  timer.pass(100);
  sent();
  analytics.show({ UtcTime: new Date(Number.NaN) });
  analytics.present = undefined;
  timer.pass(0);
  assert.equal(sent(), []);
  timer.pass(1000);
  assert.is(sent().length, 1);
});

sources('nothing is asked of the sources once nobody watches', () => {
  const [ptz, analytics] = [new TestHead(), new TestScene()];
  const { streams, timer, settings } = underTest({ ptz, analytics });
  streams.apply([settings({ analytics: true, ptz: { status: true, position: true } })]);
  assert.equal([ptz.listeners.size, analytics.listeners.size], [0, 0]);
  streams.take(watched);
  assert.equal([ptz.listeners.size, analytics.listeners.size], [1, 1]);
  streams.take({ ...watched, watched: false });
  assert.equal([ptz.listeners.size, analytics.listeners.size], [0, 0]);
  assert.ok(timer.idle);
});

sources.run();
