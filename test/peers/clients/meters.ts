import { toneLevel } from '../../hal/tone-level.ts';
import type { Meter } from './matrix.ts';

/** Samples per second of the sound that clients are told to write: signed 16 bit, little endian, one channel. */
export const soundRate = 8000;

/** Counts the lines of text that match: one for each decoded frame. */
export function frameMeter(line: RegExp, goal: number): Meter {
  let count = 0;
  let rest = '';
  return {
    take(chunk) {
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      count += lines.filter((one) => line.test(one)).length;
    },
    get done() {
      return count >= goal;
    },
    get seen() {
      return `${Math.min(count, goal)} frames`;
    },
  };
}

/** Collects sound and looks for the test tone in each tenth of a second of it. */
export function soundMeter(seconds: number, frequency: number): Meter {
  const chunks: Buffer[] = [];
  let length = 0;
  let found = false;
  const enough = seconds * soundRate * 2;
  const listen = (): void => {
    const bytes = Buffer.concat(chunks);
    const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1);
    const window = soundRate / 10;
    for (let at = 0; at + window <= samples.length && !found; at += window) {
      found = toneLevel(samples.subarray(at, at + window), frequency, soundRate) > 0.5;
    }
  };
  return {
    take(chunk) {
      if (length >= enough) return;
      chunks.push(chunk);
      length += chunk.length;
      if (length >= enough) listen();
    },
    get done() {
      return length >= enough && found;
    },
    get seen() {
      const tone = length < enough ? '' : found ? ', tone found' : ', no tone';
      return `${(Math.min(length, enough) / soundRate / 2).toFixed(1)} s${tone}`;
    },
  };
}

/** A document up to its end; where nothing happened it is an empty element. */
const document = /.*?(?:<\/(?:\w+:)?MetadataStream>|<(?:\w+:)?MetadataStream\b[^<>]*\/>)/gs;

/** Counts whole metadata documents in the payload that a client hands on. */
export function documentMeter(goal: number): Meter {
  let text = '';
  let count = 0;
  return {
    take(chunk) {
      text += chunk.toString('utf8');
      const documents = text.match(document) ?? [];
      text = text.slice(documents.join('').length);
      count += documents.filter((one) => /^\s*(?:<\?xml[^>]*\?>)?\s*<(?:\w+:)?MetadataStream\b/.test(one)).length;
    },
    get done() {
      return count >= goal;
    },
    get seen() {
      return `${Math.min(count, goal)} documents`;
    },
  };
}

/** The same from whole RTP packets, each behind its length in 16 bits (RFC 4571 2). */
export function framedDocumentMeter(goal: number): Meter {
  const documents = documentMeter(goal);
  let held: Buffer = Buffer.alloc(0);
  return {
    take(chunk) {
      held = Buffer.concat([held, chunk]);
      for (let end = frameEnd(held); held.length >= end; end = frameEnd(held)) {
        documents.take(held.subarray(2 + 12, end));
        held = held.subarray(end);
      }
    },
    get done() {
      return documents.done;
    },
    get seen() {
      return documents.seen;
    },
  };
}

function frameEnd(bytes: Buffer): number {
  return bytes.length < 2 ? Number.POSITIVE_INFINITY : 2 + bytes.readUInt16BE(0);
}
