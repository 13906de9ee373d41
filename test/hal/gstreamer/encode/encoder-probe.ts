import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { virtual } from '../../../../hal/boards/virtual.ts';
import type { VideoEncoder } from '../../../../hal/codecs/encoder.ts';
import { h264 } from '../../../../hal/codecs/h264.ts';
import { videoFormats } from '../../../../hal/codecs/video-formats.ts';
import { openVideoCapture } from '../../../../hal/gstreamer/capture/capture.ts';
import { EncodedStream } from '../../../../hal/gstreamer/encode/encoded-stream.ts';
import { EncoderChoice } from '../../../../hal/gstreamer/encode/encoder-choice.ts';
import { encoderFailure, probeEncoder } from '../../../../hal/gstreamer/encode/encoder-probe.ts';
import { encoderPlan } from '../../../../hal/gstreamer/encode/video-stream.ts';
import { firstWorking } from '../../../../hal/gstreamer/encode/working-encoders.ts';
import { engineLimits } from '../../../../hal/gstreamer/pipeline/engine-limits.ts';
import { Pipeline } from '../../../../hal/gstreamer/pipeline/pipeline.ts';
import { addon } from '../../../../hal/native/addon.ts';
import { type MediaEngineEvent, noMasks } from '../../../../hal/ports/media-engine.ts';
import { mediaState, startEngine, subEncoder } from '../../running-engine.ts';

const probes = suite('encoder probe');
const log = pino({ level: 'silent' });
const silent = { log, onFailure: () => undefined };
const x264 = named('x264enc');

function named(element: string): VideoEncoder {
  const found = h264.encoders.find((encoder) => encoder.element === element);
  if (found === undefined) throw new Error(`no ${element}`);
  return found;
}

// Callbacks from native code do not keep the process alive.
const alive = setInterval(() => undefined, 1000);
probes.after(() => clearInterval(alive));

/** Row of an element that is not an encoder; each test uses another element, since results are kept. */
function lying(element: string, launch: string): VideoEncoder {
  return { ...x264, element, launch: () => launch, settings: () => ({}), profiles: { Main: '' } };
}

for (const format of Object.values(videoFormats))
  for (const encoder of format.encoders.filter(({ element }) => addon.hasElement(element)))
    probes(`${encoder.element} encodes a frame`, async () => {
      assert.is(await probeEncoder(format, encoder), undefined);
      assert.is(encoderFailure(encoder.element), undefined);
    });

const lies = [
  ['an error', lying('identity', 'identity error-after=1 ! x264enc name=encoder'), /./],
  ['frames that are not encoded', lying('queue', 'queue name=encoder'), /./],
  [
    'no frame at all',
    lying('valve', 'valve drop=true ! x264enc name=encoder'),
    /ends without a frame|delivers nothing in time/,
  ],
  ['an unknown property', lying('tee', 'tee name=encoder nosuchproperty=1'), /nosuchproperty/],
  ['a missing converter', lying('queue2', 'nosuchconverter ! queue2 name=encoder'), /nosuchconverter/],
] as const;

for (const [what, encoder, reason] of lies)
  probes(`detect an element with ${what}`, async () => {
    assert.match((await probeEncoder(h264, encoder))?.reason ?? 'it works', reason);
    assert.is.not(encoderFailure(encoder.element), undefined);
  });

const hanging = lying('typefind', 'identity sleep-time=6000000 ! x264enc name=encoder');

probes('give up a hanging element in bounded time, without blocking JavaScript', async () => {
  const started = performance.now();
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
  }, 100);
  assert.equal(await probeEncoder(h264, hanging), { reason: 'it hangs', late: true });
  clearInterval(ticking);
  assert.ok(performance.now() - started < 5000);
  assert.ok(ticks > 10, `${ticks} ticks`);
});

probes('try an element once', async () => {
  assert.is(probeEncoder(h264, x264), probeEncoder(h264, x264));
});

probes(
  'choose the first working encoder in the order of the board, and report the failed ones with their reason',
  async () => {
    const failures: string[] = [];
    const listener = {
      log,
      onFailure: (element: string, reason: string) => failures.push(`${element}: ${reason !== ''}`),
    };
    const broken = lying('valve', 'valve drop=true ! x264enc name=encoder');
    const missing = lying('nosuchelement', 'nosuchelement name=encoder');
    const openh264 = named('openh264enc');
    const format = { ...h264, encoders: [missing, broken, x264, openh264] };
    assert.is((await firstWorking(format, undefined, listener))?.element, 'x264enc');
    assert.equal(failures, ['valve: true']);
    assert.is((await firstWorking(format, ['openh264enc', 'x264enc'], silent))?.element, 'openh264enc');
  },
);

probes('give up a codec when all its encoders fail, not when one may only be slow', async () => {
  const failing = lying('identity', 'identity error-after=1 ! x264enc name=encoder');
  assert.is(await firstWorking({ ...h264, encoders: [failing] }, undefined, silent), null);
  assert.is(await firstWorking({ ...h264, encoders: [failing, hanging] }, undefined, silent), undefined);
});

probes('let streams wait for an encoder that may be slow only if there is no other', async () => {
  const toldOf = async (encoders: readonly VideoEncoder[]): Promise<readonly string[]> => {
    const told: string[] = [];
    await firstWorking({ ...h264, encoders }, undefined, { log, onFailure: (element) => told.push(element) });
    return told;
  };
  assert.equal(await toldOf([hanging, x264]), [hanging.element]);
  assert.equal(await toldOf([hanging]), []);
});

probes('skip failed encoders, unless there is no other', async () => {
  const broken = lying('valve', 'valve drop=true ! x264enc name=encoder');
  await probeEncoder(h264, broken);
  const choice = new EncoderChoice('H264', [broken, x264], undefined);
  assert.is(choice.current.element, 'x264enc');
  assert.is(choice.next().element, 'x264enc');
  assert.is(new EncoderChoice('H264', [broken], undefined).current.element, 'valve');
});

probes('continue a stream that waits for a failed element with the next one', async () => {
  const broken = lying('clocksync', 'valve drop=true ! x264enc name=encoder');
  const encoders = new EncoderChoice('H264', [broken, x264], undefined);
  const reporting = { limits: engineLimits, log, onEvent: () => undefined };
  const [fact] = virtual.sources;
  if (fact === undefined) throw new Error('no source');
  addon.setMasks('VideoSource8', noMasks);
  const capture = openVideoCapture(
    fact.camera,
    { id: 'VideoSource8', width: 640, height: 360, frameRate: 10, masks: noMasks },
    reporting,
  );
  const stream = new EncodedStream({
    ...reporting,
    state: { ...subEncoder, source: capture.id },
    capture,
    kind: {
      clockRate: 90_000,
      unit: 'picture',
      encoders,
      describe: (_, caps) => caps && { media: 'video', payloadType: 96, encodingName: 'H264', clockRate: 90_000 },
      plan: (now) => encoderPlan(now, capture, h264, encoders.current),
    },
  });
  const first = stream.describe().catch(() => undefined);
  assert.is(encoders.current.element, 'clocksync');
  const onFailure = (element: string, reason: string): void => stream.encoderFailed(element, reason);
  await firstWorking({ ...h264, encoders: [broken, x264] }, undefined, { log, onFailure });
  await first;
  assert.is((await stream.describe()).encodingName, 'H264');
  assert.is(encoders.current.element, 'x264enc');
  stream.close();
  capture.close();
});

probes('report the working capabilities of the board', async () => {
  const events: MediaEngineEvent[] = [];
  let told: () => void = () => undefined;
  const known = new Promise<void>((resolve) => {
    told = resolve;
  });
  const engine = await startEngine([], {}, (event) => {
    if (event.kind !== 'encoders') return;
    events.push(event);
    told();
  });
  await known;
  await engine.apply(mediaState([]));
  // The least that JPEG needs is a fact of its encoder, not of the board.
  const encoders = virtual.encoders.map((one) => (one.codec === 'JPEG' ? { ...one, leastBits: 0.4 } : one));
  assert.equal(events, [{ kind: 'encoders', encoders }]);
  await engine.stop();
});

/** Size of a picture whose encoder or source is set by text, bytes. */
async function pictureSize(target: string, values: string): Promise<number> {
  const channel = `texts/${target}`;
  const launch =
    `videotestsrc name=source num-buffers=1 ! propertytext name=texts target=${target} ! videoconvert ` +
    '! jpegenc name=encoder ! framesink name=sink derived=true';
  const properties = { texts: { values }, sink: { channel } };
  const picture = new Promise<Buffer | null>((resolve) => addon.takeFrame(channel, resolve));
  const pipeline = new Pipeline({ launch, properties }, channel, () => undefined);
  pipeline.play();
  const size = (await picture)?.length ?? 0;
  pipeline.release();
  return size;
}

probes('set numbers and enumerations of another element from text', async () => {
  const coarse = await pictureSize('encoder', 'quality 10');
  const fine = await pictureSize('encoder', 'quality 95\nidct-method ifast');
  assert.ok(fine > 1.5 * coarse, `${fine} and ${coarse} octets`);
  const bars = await pictureSize('source', 'pattern smpte');
  const black = await pictureSize('source', 'pattern black');
  assert.ok(bars > 1.5 * black, `${bars} and ${black} octets`);
});

probes('set structures in the plan of an encoder that needs them', () => {
  const [fact] = virtual.sources;
  if (fact === undefined) throw new Error('no source');
  const reporting = { limits: engineLimits, log, onEvent: () => undefined };
  addon.setMasks('VideoSource8', noMasks);
  const capture = openVideoCapture(
    fact.camera,
    { id: 'VideoSource8', width: 640, height: 360, frameRate: 10, masks: noMasks },
    reporting,
  );
  const plan = encoderPlan({ ...subEncoder, source: capture.id }, capture, h264, named('v4l2h264enc'));
  assert.match(plan.launch, /propertytext name=texts target=encoder ! v4l2h264enc name=encoder /);
  assert.match(String(plan.properties.texts?.values), /^extra-controls controls,.*video_bitrate=500000/);
  assert.is(plan.properties.profile?.caps, `${h264.caps},profile=main,level=(string)4`);
});

probes.run();
