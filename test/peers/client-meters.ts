import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toneLevel } from '../hal/tone-level.ts';
import type { Meter } from './clients/matrix.ts';
import { documentMeter, framedDocumentMeter, frameMeter, soundMeter, soundRate } from './clients/meters.ts';
import { publicText } from './clients/run-client.ts';

const meters = suite('client-meters');

/** Samples of a sine with noise of the same level beside it. */
function sound(frequency: number, seconds: number, noise: number): Buffer {
  const samples = new Int16Array(seconds * soundRate);
  for (let at = 0; at < samples.length; at += 1) {
    const pseudoRandom = ((at * 2_654_435_761) % 65_536) / 32_768 - 1;
    samples[at] = 8000 * Math.sin((2 * Math.PI * frequency * at) / soundRate) + noise * pseudoRandom;
  }
  return Buffer.from(samples.buffer);
}

/** Feeds the bytes in pieces of an odd size. */
function fed(meter: Meter, bytes: Buffer): Meter {
  for (let at = 0; at < bytes.length; at += 999) meter.take(bytes.subarray(at, at + 999));
  return meter;
}

const samplesOf = (bytes: Buffer): Int16Array => new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);

meters('hear one frequency and not another', () => {
  assert.ok(toneLevel(samplesOf(sound(1000, 0.1, 0)), 1000, soundRate) > 0.95);
  assert.ok(toneLevel(samplesOf(sound(1000, 0.1, 2000)), 1000, soundRate) > 0.5);
  assert.ok(toneLevel(samplesOf(sound(700, 0.1, 0)), 1000, soundRate) < 0.05);
  assert.is(toneLevel(new Int16Array(800), 1000, soundRate), 0);
});

meters('are done with sound only when it is long enough and has the tone', () => {
  const good = fed(soundMeter(2, 1000), Buffer.concat([sound(300, 1, 0), sound(1000, 1, 0)]));
  assert.equal([good.done, good.seen], [true, '2.0 s, tone found']);
  const short = fed(soundMeter(2, 1000), sound(1000, 1, 0));
  assert.equal([short.done, short.seen], [false, '1.0 s']);
  const wrong = fed(soundMeter(2, 1000), sound(440, 2, 0));
  assert.equal([wrong.done, wrong.seen], [false, '2.0 s, no tone']);
});

meters('count lines that match, however they are cut', () => {
  const meter = fed(frameMeter(/^0,/, 900), Buffer.from('#head\n0, frame\n1, other\n'.repeat(900)));
  assert.equal([meter.done, meter.seen], [true, '900 frames']);
});

const documents =
  '<?xml version="1.0"?>\n<tt:MetadataStream xmlns:tt="x"><tt:Event/></tt:MetadataStream>'.repeat(39) +
  '<tt:MetadataStream xmlns:tt="x"/>';

meters('count whole metadata documents, from bytes and from RTP packets', () => {
  assert.ok(fed(documentMeter(40), Buffer.from(documents)).done);
  assert.not(fed(documentMeter(41), Buffer.from(documents)).done);
  for (const broken of ['<html></html></tt:MetadataStream>', '<tt:Event/><tt:MetadataStream/>', '<tt:MetadataStream>'])
    assert.is(fed(documentMeter(1), Buffer.from(broken)).seen, '0 documents');
  const packets = (documents.match(/.{1,61}/gs) ?? []).map((text) => {
    const head = Buffer.alloc(14, 0x80);
    head.writeUInt16BE(12 + text.length);
    return Buffer.concat([head, Buffer.from(text)]);
  });
  assert.ok(fed(framedDocumentMeter(40), Buffer.concat(packets)).done);
});

meters('tell messages without addresses, places and credentials', () => {
  assert.is(
    publicText("[rtsp @ 0x55bad328c600] cannot open 'rtsp://admin:secret@192.0.2.2:554/Profile1' (401)\n"),
    "[rtsp] cannot open 'URI' (401)",
  );
});

meters.run();
