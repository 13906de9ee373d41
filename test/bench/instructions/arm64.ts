import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../places.ts';
import { buildFolder, peersFolder } from '../places.ts';

/** What scripts/machines/qemu-arm64 made: Debian and Node for arm64, gst-rtsp-server's libraries. */
interface Arm64 {
  readonly root: string;
  readonly node: string;
}

function named(variable: string): string {
  const value = process.env[variable];
  if (value === undefined) throw new Error(`${variable} is missing: run scripts/bench instructions`);
  return value;
}

/** The arm64 system that scripts/bench names. */
export function arm64(): Arm64 {
  return {
    root: named('VEDETTE_ARM64_ROOT'),
    node: named('VEDETTE_ARM64_NODE'),
  };
}

const counter = join(buildFolder, 'count.so');

/** Builds the counting plug-in for this machine and the peer for arm64. */
export function buildForArm64({ root }: Arm64): void {
  mkdirSync(join(buildFolder, 'arm64'), { recursive: true });
  const source = join(repositoryRoot, 'test/bench/instructions/count.c');
  execFileSync('cc', ['-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-o', counter, source]);
  const pkgConfig = { PKG_CONFIG_SYSROOT_DIR: root, PKG_CONFIG_LIBDIR: `${root}/usr/lib/aarch64-linux-gnu/pkgconfig` };
  const words = ['-s', '-C', peersFolder, `BUILD=${buildFolder}/arm64`, `CC=aarch64-linux-gnu-gcc --sysroot=${root}`];
  const env = { ...process.env, ...pkgConfig };
  execFileSync('make', [...words, `${buildFolder}/arm64/gst-rtsp-server`], { env, stdio: 'inherit' });
}

/** Command that runs an arm64 program here and counts its instructions in the file. */
export function countedCommand({ root }: Arm64, file: string, program: readonly string[]): readonly string[] {
  rmSync(file, { force: true });
  return ['qemu-aarch64', '-L', root, '-plugin', `${counter},counts=${file}`, ...program];
}

/** Instructions that all threads of the counted program have executed. */
export function instructionsIn(file: string): number {
  const bytes = readFileSync(file);
  let sum = 0n;
  for (let at = 0; at < bytes.length; at += 8) sum += bytes.readBigUInt64LE(at);
  return Number(sum);
}
