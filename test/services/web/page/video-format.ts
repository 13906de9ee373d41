import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { initialSegment, mediaSegment } from '../../../../services/web/page/media/fmp4.ts';
import { h264FormatOf } from '../../../../services/web/page/media/video-format.ts';

const format = suite('video of the page');
const folder = mkdtempSync(join(tmpdir(), 'vedette-video-'));
format.after(() => rmSync(folder, { recursive: true }));

/** NAL units of an H.264 file by ffmpeg. */
function encoded(size: string): readonly Uint8Array[] {
  const path = join(folder, `${size}.h264`);
  const source = ['-f', 'lavfi', '-i', `testsrc=size=${size}:rate=10`, '-frames:v', '5'];
  const encoder = [
    '-c:v',
    'libx264',
    '-pix_fmt',
    'yuv420p',
    '-tune',
    'zerolatency',
    '-x264-params',
    'sliced-threads=0',
  ];
  execFileSync('ffmpeg', ['-nostdin', '-y', '-v', 'error', ...source, ...encoder, path]);
  const bytes = readFileSync(path);
  const starts: number[] = [];
  for (let at = 0; at + 3 < bytes.length; at += 1)
    if (bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 1) starts.push(at + 3);
  return starts.map((start, at) => {
    const next = starts[at + 1];
    const end = next === undefined ? bytes.length : next - 3;
    return Uint8Array.from(bytes.subarray(start, bytes[end - 1] === 0 && next !== undefined ? end - 1 : end));
  });
}

for (const [width, height] of [
  [1280, 720],
  [640, 360],
  [1920, 1080],
  [322, 242],
] as const)
  format(`tells the size by the parameter set: ${width} × ${height}`, () => {
    const sps = encoded(`${width}x${height}`).find(([first = 0]) => (first & 31) === 7);
    const found = h264FormatOf(sps ?? new Uint8Array());
    assert.equal([found.width, found.height], [width, height]);
    assert.match(found.codec, /^avc1\.[0-9a-f]{6}$/);
  });

format('is an MP4 file whose pictures ffprobe finds', () => {
  const units = encoded('640x360');
  const typed = (type: number): Uint8Array => units.find(([first = 0]) => (first & 31) === type) ?? new Uint8Array();
  const [sps, pps] = [typed(7), typed(8)];
  const slices = units.filter(([first = 0]) => [1, 5].includes(first & 31));
  const segments = slices.map((slice, at) =>
    mediaSegment({ units: [slice], timestamp: 9000 * at, key: at === 0 }, at + 1, 9000 * at, 9000),
  );
  const path = join(folder, 'page.mp4');
  writeFileSync(path, Buffer.concat([initialSegment(sps, pps, h264FormatOf(sps)), ...segments]));
  const entries = ['-show_entries', 'stream=codec_name,width,height,nb_read_frames,time_base', '-of', 'csv=p=0'];
  const found = execFileSync('ffprobe', ['-v', 'error', '-count_frames', ...entries, path], { encoding: 'utf8' });
  assert.is(found.trim(), 'h264,640,360,1/90000,5');
});

format.run();
