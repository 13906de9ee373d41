/** The part of the sound's energy that lies at one frequency (Goertzel): 1 for a pure tone, near 0 without it. */
export function toneLevel(samples: Int16Array, frequency: number, sampleRate: number): number {
  const step = 2 * Math.cos((2 * Math.PI * frequency) / sampleRate);
  let last = 0;
  let before = 0;
  let energy = 0;
  for (const sample of samples) {
    [before, last] = [last, sample + step * last - before];
    energy += sample * sample;
  }
  const atFrequency = last * last + before * before - step * last * before;
  return energy === 0 ? 0 : (2 * atFrequency) / (samples.length * energy);
}
