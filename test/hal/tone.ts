/** Decoded mono sound. */
export interface Sound {
  readonly samples: Int16Array;
  /** Sample rate, Hz. */
  readonly rate: number;
}

export function soundOf(pcm: Buffer, rate: number): Sound {
  const samples = Int16Array.from({ length: pcm.length >> 1 }, (_, index) => pcm.readInt16LE(index * 2));
  return { samples, rate };
}

/** Amplitude of a frequency (Goertzel) in a part of the sound, 1 = full scale. */
export function amplitude({ samples, rate }: Sound, frequency: number, from: number, seconds: number): number {
  const [start, count] = [Math.round(from * rate), Math.round(seconds * rate)];
  const factor = 2 * Math.cos((2 * Math.PI * frequency) / rate);
  let [last, before] = [0, 0];
  for (let index = 0; index < count; index += 1)
    [last, before] = [(samples[start + index] ?? 0) / 32768 + factor * last - before, last];
  return (2 * Math.sqrt(last * last + before * before - factor * last * before)) / count;
}

const window = 0.01;
const loud = 0.1;
/** Windows of a beep of 0.2 s whose edges a codec smears. */
const [loudWindows, before, fromBegin] = [15, 25, 35];

/** Starts (s) of the microphone's 1 kHz beeps; beeps cut by either end are left out. */
export function beeps(sound: Sound): readonly number[] {
  const windows = Math.floor(sound.samples.length / sound.rate / window) - 1;
  const heard = Array.from({ length: windows }, (_, index) => amplitude(sound, 1000, index * window, window) > loud);
  return heard.slice(0, -fromBegin).flatMap((now, index) => {
    const begins = index > before && now && !heard[index - 1];
    return begins && heard.slice(index, index + loudWindows).every(Boolean) ? [index * window] : [];
  });
}

/**
 * Start (s) of a beep of 0.2 s near `near`, measured from its middle: a codec smears the edges over its blocks by up to 0.1 s, but not
 * the middle.
 */
export function beepStart(sound: Sound, near: number): number {
  const windows = Array.from({ length: 60 }, (_, index) => near - 0.2 + index * window);
  const weights = windows.map((at) => amplitude(sound, 1000, at, window) ** 2);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const middle = windows.reduce((total, at, index) => total + (at + window / 2) * (weights[index] ?? 0), 0) / sum;
  return middle - 0.1;
}
