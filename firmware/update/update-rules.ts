import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BundleRules } from '../../hal/update/receive-bundle.ts';
import { trustedKeys } from '../../hal/update/trusted-keys.ts';
import { firmwareVersion } from '../control/firmware-version.ts';

/** Bytes of a slot of a virtual board, and of a package. */
const slot = 128 * 1024 * 1024;

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** Kind of device for which a bundle is: a board, or the Debian package of an architecture. */
function compatibleOf(kind: string): string {
  return kind === 'package' ? `vedette-deb-${architectures[process.arch] ?? process.arch}` : `vedette-${kind}`;
}

/** Folder of the public keys: that of a release, or of a clone the one that scripts/release fills. */
function keyFolder(given: string | undefined): string {
  if (given !== undefined) return given;
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const shipped = join(root, 'update-keys');
  return existsSync(shipped) ? shipped : join(root, '.cache', 'update-keys');
}

/** Rules for versions, the same for every back end. VEDETTE_UPDATE_DOWNGRADE=1 accepts older ones. */
export function versionRules(environment: NodeJS.ProcessEnv): Pick<BundleRules, 'version' | 'downgrade'> {
  return { version: firmwareVersion, downgrade: environment.VEDETTE_UPDATE_DOWNGRADE === '1' };
}

/**
 * Rules for bundles. VEDETTE_UPDATE_KEYS is the folder of trusted keys.
 * @param kind `package`, or the name of a board
 */
export function updateRules(kind: string, environment: NodeJS.ProcessEnv): BundleRules {
  return {
    keys: trustedKeys(keyFolder(environment.VEDETTE_UPDATE_KEYS)),
    compatible: compatibleOf(kind),
    slot,
    ...versionRules(environment),
  };
}
