import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Board } from '../../../../hal/boards/board.ts';
import { virtual } from '../../../../hal/boards/virtual.ts';
import { createMediaEngine } from '../../../../hal/gstreamer/media-engine.ts';
import { pictureUnits } from '../../nal-units.ts';
import { parseRtp, type RtpPacket } from '../../rtp-packets.ts';
import { recordPackets } from '../../rtp-recording.ts';
import { mediaState, subEncoder } from '../../running-engine.ts';

const sets = suite('parameter sets');
const folder = mkdtempSync(join(tmpdir(), 'vedette-sets-'));
sets.after(() => rmSync(folder, { recursive: true }));

const codecs = {
  H264: { sets: [7, 8], isKey: (type: number) => type === 5, encoder: 'libx264' },
  H265: { sets: [32, 33, 34], isKey: (type: number) => type >= 16 && type <= 21, encoder: 'libx265' },
} as const;
type Codec = keyof typeof codecs;

/** Board with an encoding camera: a key frame in five, with parameter sets. */
function encodedBy(codec: Codec, file: string): Board {
  const path = join(folder, file);
  const source = ['-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=15:duration=2'];
  const options = codec === 'H265' ? ['-x265-params', 'log-level=none:repeat-headers=1', '-tag:v', 'hvc1'] : [];
  const encoder = [
    '-c:v',
    codecs[codec].encoder,
    '-preset',
    'ultrafast',
    '-tune',
    'zerolatency',
    '-g',
    '5',
    '-bf',
    '0',
  ];
  const made = spawnSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    ...source,
    ...encoder,
    ...options,
    '-pix_fmt',
    'yuv420p',
    path,
  ]);
  if (made.status !== 0) throw new Error(`ffmpeg: ${made.error} ${made.stderr}`);
  const camera = { driver: 'encoded-file', codec, path } as const;
  return { ...virtual, sources: virtual.sources.map((each) => ({ ...each, camera })) };
}

const cases: readonly (readonly [string, Codec, () => Board])[] = [
  ['x264enc', 'H264', () => ({ ...virtual, encoderElements: { H264: ['x264enc'] } })],
  ['openh264enc', 'H264', () => ({ ...virtual, encoderElements: { H264: ['openh264enc'] } })],
  ['x265enc', 'H265', () => ({ ...virtual, encoderElements: { H265: ['x265enc'] } })],
  ['a camera’s byte stream', 'H264', () => encodedBy('H264', 'camera.h264')],
  ['a camera’s units in MP4', 'H264', () => encodedBy('H264', 'camera.mp4')],
  ['a camera’s byte stream', 'H265', () => encodedBy('H265', 'camera.h265')],
  ['a camera’s units in MP4', 'H265', () => encodedBy('H265', 'camera-h265.mp4')],
];

// shows STR-27
for (const [name, codec, board] of cases)
  sets(`of ${codec} stand once in each key frame: ${name}`, async () => {
    const engine = createMediaEngine({ board: board(), log: pino({ level: 'silent' }) });
    await engine.apply(mediaState([{ ...subEncoder, codec, profile: undefined, govLength: 5 }]));
    const { isKey, sets: wanted } = codecs[codec];
    // The first receiver starts the encoder, the second comes while it runs.
    for (const receiver of ['first', 'second']) {
      const packets: RtpPacket[] = [];
      await recordPackets(engine, subEncoder.id, 1500, (packet) => packets.push(parseRtp(packet)));
      const pictures = pictureUnits(codec, packets);
      const keys = pictures.filter((units) => units.some(isKey));
      assert.ok(keys.length >= 2 && pictures[0]?.some(isKey), `${receiver}: ${JSON.stringify(pictures)}`);
      for (const units of pictures) {
        const own: readonly number[] = wanted;
        const found = units.filter((type) => own.includes(type));
        assert.equal(found, units.some(isKey) ? wanted : [], `${receiver}: ${units}`);
        assert.equal(units.slice(0, found.length), found, 'before all others');
      }
    }
    await engine.stop();
  });

sets.run();
