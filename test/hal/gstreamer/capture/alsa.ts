import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { explainAlsa } from '../../../../hal/gstreamer/capture/alsa.ts';

const alsa = suite('explanation of ALSA failures');
const folder = mkdtempSync(join(tmpdir(), 'vedette-alsa-'));
const noTimer = join(folder, 'without');
const timer = join(folder, 'with');
writeFileSync(noTimer, 'G0: system timer : 10000.000us (10000000 ticks)\n');
writeFileSync(timer, 'G0: system timer : 10000.000us (10000000 ticks)\nP0-0-0: PCM playback 0-0-0 : SLAVE\n');

alsa.after(() => rmSync(folder, { recursive: true }));

const missing = 'Could not open audio device for recording.';
const cases: readonly [device: string, timers: string, reason: string, means: RegExp][] = [
  ['default', noTimer, missing, /^ALSA device default needs SND_PCM_TIMER of the kernel.*; Could not open/],
  ['default', timer, missing, /was not found: plug it in/],
  ['default', join(folder, 'none'), missing, /was not found: plug it in/],
  ['hw:1', noTimer, missing, /was not found: plug it in/],
  ['plughw:1', noTimer, missing, /was not found: plug it in/],
  ['default', noTimer, 'Device or resource busy', /is used by another program/],
  ['default', noTimer, 'something else', /failed; something else/],
];

for (const [device, timers, reason, means] of cases)
  alsa(`${device}, ${reason}, ${timers.slice(folder.length + 1)} timers of sound devices`, () => {
    assert.match(explainAlsa(device, timers)(reason), means);
  });

alsa.run();
