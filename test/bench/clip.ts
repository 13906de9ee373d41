import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { cacheFolder } from './places.ts';

/** 10 s of 1280x720 at 30 frames a second and 4 Mbit/s, key frame every 2 s, made once. */
export function clip(): string {
  const path = `${cacheFolder}/clip-720p30-4mbit.h264`;
  if (existsSync(path)) return path;
  mkdirSync(cacheFolder, { recursive: true });
  const launch = `videotestsrc num-buffers=300 ! video/x-raw,width=1280,height=720,framerate=30/1
    ! x264enc bitrate=4000 speed-preset=ultrafast tune=zerolatency key-int-max=60
    ! h264parse ! video/x-h264,stream-format=byte-stream ! filesink location=${path}`;
  execFileSync('gst-launch-1.0', ['-q', ...launch.split(/\s+/)], { stdio: ['ignore', 'ignore', 'inherit'] });
  return path;
}

/** The same pictures with their times, which a publisher needs. */
export function timedClip(): string {
  const path = `${cacheFolder}/clip-720p30-4mbit.mp4`;
  if (existsSync(path)) return path;
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-framerate', '30', '-i', clip(), '-c', 'copy', path]);
  return path;
}

/** A self-signed certificate and its key in one file, for the peers that want one. */
export function certificate(): string {
  const path = `${cacheFolder}/certificate.pem`;
  if (existsSync(path)) return path;
  mkdirSync(cacheFolder, { recursive: true });
  const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3650', '-subj', '/CN=localhost'];
  execFileSync('openssl', [...words, '-keyout', path, '-out', `${path}.certificate`], { stdio: 'ignore' });
  execFileSync('sh', ['-c', `cat '${path}.certificate' >> '${path}' && rm '${path}.certificate'`]);
  return path;
}
