import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, mkdtemp, open, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BundleRules, receiveBundle } from '../receive-bundle.ts';
import { packageFiles, type UpgradeResult } from './package-files.ts';

const run = promisify(execFile);

/** Packages of the machine, as its administrator changes them. */
interface PackageSystem {
  /** Keeps the package that is installed, and begins the trial of the version that comes next. */
  keep(version: string): Promise<void>;
  /** Installs the package in a file and restarts the camera. */
  install(path: string): Promise<void>;
  /** Installs what was kept. */
  restore(): Promise<void>;
}

/** Milliseconds for one installation, in which a camera that hangs at its start is waited for. */
const limit = 600_000;

/** Packages by dpkg and the program `version-trial`; configuration files of the owner stay as they are. */
export function debianPackages(trialProgram: string): PackageSystem {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const start = async (program: string, words: readonly string[]): Promise<void> => {
    await run(program, [...words], { env, timeout: limit });
  };
  return {
    keep: (version) => start(trialProgram, ['keep', version]),
    install: (path) => start('dpkg', ['--install', '--force-confold', path]),
    restore: () => start(trialProgram, ['restore']),
  };
}

interface InstallOptions {
  /** Folder of the camera's user. Nothing in it is trusted, and no link in it is followed. */
  readonly received: string;
  /** Folder of the administrator, in which the result is told. */
  readonly results: string;
  readonly rules: BundleRules;
  readonly packages: PackageSystem;
}

/** Bytes of the name of a request. */
const nameLength = 64;

/** File in a folder whose owner may have made it a link. */
function openPlain(folder: FileHandle, name: string): Promise<FileHandle> {
  return open(`/proc/self/fd/${folder.fd}/${name}`, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
}

async function requestName(folder: FileHandle): Promise<string> {
  const file = await openPlain(folder, packageFiles.accepted);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(nameLength), 0, nameLength, 0);
    return buffer.toString('latin1', 0, bytesRead).replaceAll(/[^0-9a-f-]/g, '');
  } finally {
    await file.close();
  }
}

async function tell(results: string, result: UpgradeResult): Promise<void> {
  const path = join(results, packageFiles.result);
  await mkdir(results, { recursive: true });
  await writeFile(`${path}.new`, JSON.stringify(result), { mode: 0o644 });
  await rename(`${path}.new`, path);
}

/** Installs a package; one that does not start, or is not installed whole, gives way to the one before it. */
async function installOrGoBack(packages: PackageSystem, file: string): Promise<void> {
  try {
    await packages.install(file);
  } catch (error) {
    await packages.restore();
    throw error;
  }
}

/**
 * Installs a bundle that the camera has accepted, as administrator. Its signature is verified here again, and the package is copied out of
 * reach of the camera's user before it is installed.
 */
export async function installPackage({ received, results, rules, packages }: InstallOptions): Promise<void> {
  const folder = await open(received, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  const work = await mkdtemp(join(tmpdir(), 'vedette-upgrade-'));
  const file = join(work, 'vedette.deb');
  let request = '';
  try {
    request = await requestName(folder);
    await rm(`/proc/self/fd/${folder.fd}/${packageFiles.accepted}`, { force: true });
    const bundle = await openPlain(folder, packageFiles.bundle);
    const { version } = await receiveBundle(bundle.createReadStream(), file, rules, 'payload', () => undefined);
    await packages.keep(version);
    await tell(results, { request, state: 'installing', reason: '' });
    await installOrGoBack(packages, file);
  } catch (error) {
    await tell(results, { request, state: 'failed', reason: error instanceof Error ? error.message : String(error) });
    throw error;
  } finally {
    // Left over, the request would start this program again and again.
    for (const name of [packageFiles.accepted, packageFiles.bundle])
      await rm(`/proc/self/fd/${folder.fd}/${name}`, { force: true });
    await folder.close();
    await rm(work, { recursive: true, force: true });
  }
}
