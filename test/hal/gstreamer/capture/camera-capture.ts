import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MediaEngine, MediaEngineEvent } from '../../../../hal/ports/media-engine.ts';
import { until } from '../../../until.ts';
import { startEngine } from '../../running-engine.ts';
import { losesAndRegains, tellsPresenceUnused } from '../losing-camera.ts';

const camera = suite('camera capture');
const folder = mkdtempSync(join(tmpdir(), 'vedette-camera-'));
const marker = join(folder, 'unplugged');
let engine: MediaEngine | undefined;

process.env.VEDETTE_UNPLUGGED = marker;

async function open(onEvent: (event: MediaEngineEvent) => void): Promise<MediaEngine> {
  engine = await startEngine(undefined, {}, onEvent);
  return engine;
}

const plug = {
  unplug: () => writeFileSync(marker, ''),
  plugIn: () => rmSync(marker, { force: true }),
};

camera.after.each(async () => {
  plug.plugIn();
  await engine?.stop();
});

camera.after(() => rmSync(folder, { recursive: true }));

camera('continues a stream with NO SIGNAL while it is unplugged, and with its pictures later', () =>
  losesAndRegains({ open, ...plug }),
);

camera('reports its presence without a stream', () => tellsPresenceUnused({ open, ...plug }));

camera('shows NO SIGNAL in a stream until it appears', async () => {
  plug.unplug();
  const events: MediaEngineEvent[] = [];
  const absent = await open((event) => event.kind !== 'masks' && events.push(event));
  assert.equal(
    events.map((event) => (event.kind === 'signal' ? [event.id, event.lost] : [])),
    [['VideoSource1', true]],
  );
  const stream = absent.stream('VideoEncoder2');
  assert.is((await stream?.describe())?.encodingName, 'H264');
  plug.plugIn();
  const end = stream?.describe();
  await end;
  await until(() => events.some((event) => event.kind === 'signal' && !event.lost), 'the signal');
});

camera.run();
