// time limit: 300 s
// devices: camera
import { writeFile } from 'node:fs/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Pipeline } from '../../../hal/gstreamer/pipeline/pipeline.ts';
import type { MediaEngine, MediaEngineEvent } from '../../../hal/ports/media-engine.ts';
import { microphoneBehaviour } from '../../hal/gstreamer/microphone-behaviour.ts';
import { recordPackets } from '../../hal/rtp-recording.ts';
import { audioEncoder, mediaState, subEncoder } from '../../hal/running-engine.ts';
import { recordSound } from '../../hal/sound-recording.ts';
import { amplitude, beeps } from '../../hal/tone.ts';
import { until } from '../../until.ts';
import { ear, engineWith, linger, microphoneAt, mouth, play, speakInto } from './loopback.ts';

const microphone = suite('ALSA microphone');
const driver = '/sys/bus/platform/drivers/snd_aloop';
const picture = { ...subEncoder, width: 320, height: 180, frameRate: 5 };
const state = mediaState([], { audioEncoders: [audioEncoder] });
let voice: Pipeline;
let engine: MediaEngine | undefined;
let events: MediaEngineEvent[] = [];

microphone.before(() => {
  voice = speakInto(mouth(0));
});

microphone.before.each(() => {
  events = [];
});

microphone.after.each(async () => {
  await engine?.stop();
  engine = undefined;
});

microphone.after(() => voice.release());

async function start(device: string, gain = 0): Promise<MediaEngine> {
  engine = engineWith(
    { audioSources: [microphoneAt(device, gain)] },
    (event) => event.kind.startsWith('pipeline') && events.push(event),
  );
  await engine.apply(state);
  return engine;
}

const failure = (): string =>
  events.flatMap((event) => (event.kind === 'pipeline-failed' && event.id === 'AudioSource1' ? event.reason : []))[0] ??
  '';

// Delay of the sink and the loopback.
for (const [name, holds] of microphoneBehaviour)
  microphone(name, async () => holds({ engine: await start(ear(0)), encoder: audioEncoder.id, linger, late: 300 }));

microphone('that programs share (default) delivers sound', async () => {
  let packets = 0;
  const board = await start('default');
  await recordPackets(board, audioEncoder.id, 1000, () => {
    packets += 1;
  });
  assert.is(failure(), '');
  assert.ok(packets > 10, `${packets} packets`);
});

microphone('has a gain: -20 dB is a tenth of the amplitude', async () => {
  const { sound } = await recordSound(await start(ear(0), -20), audioEncoder.id, 3500);
  const windows = Array.from({ length: 300 }, (_, index) => amplitude(sound, 1000, index / 100, 0.01));
  const level = Math.max(...windows);
  assert.ok(level > 0.015 && level < 0.045, `amplitude ${level}`);
  assert.equal(beeps(sound), []);
});

microphone('that is absent fails with its name and the remedy, while the camera continues', async () => {
  const board = await start('hw:CARD=Nowhere');
  await board.apply(mediaState([picture], { audioEncoders: [audioEncoder] }));
  const reason = await recordSound(board, audioEncoder.id, 100).then(
    () => 'heard',
    (error: Error) => error.message,
  );
  assert.match(reason, /^ALSA device hw:CARD=Nowhere was not found: plug it in/);
  assert.is(failure(), reason);
  let packets = 0;
  // The encoder of a slow machine may start later than a client waits.
  for (let attempt = 0; attempt < 10 && packets === 0; attempt += 1)
    await recordPackets(board, picture.id, 500, () => {
      packets += 1;
    }).catch(() => undefined);
  assert.ok(packets > 0);
});

microphone('that another program uses fails with that reason', async () => {
  const other = play('alsasrc name=other ! fakesink', { other: { device: ear(0) } });
  try {
    await start(ear(0))
      .then((board) => recordSound(board, audioEncoder.id, 100))
      .catch(() => undefined);
    assert.match(failure(), /^ALSA device hw:Loopback,1,0 is used by another program/);
  } finally {
    other.release();
  }
});

microphone('that is unplugged while it streams fails, and works again when it returns', async () => {
  const board = await start(ear(0));
  let seen: () => void = () => undefined;
  const enough = new Promise<void>((resolve) => {
    seen = resolve;
  });
  const watching = recordPackets(board, audioEncoder.id, enough, () => {
    packets += 1;
  });
  let packets = 0;
  await until(() => packets > 10, 'sound');
  voice.release();
  await writeFile(`${driver}/unbind`, 'snd_aloop.0');
  await until(() => failure() !== '', 'a failure');
  assert.match(failure(), /^ALSA device hw:Loopback,1,0 was unplugged/);
  await writeFile(`${driver}/bind`, 'snd_aloop.0');
  voice = speakInto(mouth(0));
  const before = packets;
  await until(() => events.some(({ kind }) => kind === 'pipeline-recovered') && packets > before + 10, 'its return');
  seen();
  await watching;
});

microphone.run();
