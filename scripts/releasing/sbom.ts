import { createHash } from 'node:crypto';
import type { ShippedPackage } from './shipped-packages.ts';

/** Names of a release. */
export interface Release {
  readonly version: string;
  /** Commit in 40 hexadecimal digits. */
  readonly commit: string;
  /** Seconds since 1970 of the commit: the time of every file. */
  readonly time: number;
}

/** License as CycloneDX wants it: an identifier of SPDX or an expression of several. */
function licenseOf(license: string): object {
  return /[ ()]/.test(license) ? { expression: license } : { license: { id: license } };
}

function purlOf({ name, version }: ShippedPackage): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function componentOf(one: ShippedPackage): object {
  const [, encoded] = one.integrity?.split('sha512-') ?? [];
  const hash = encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('hex');
  return {
    type: 'library',
    'bom-ref': purlOf(one),
    name: one.name,
    version: one.version,
    purl: purlOf(one),
    licenses: [licenseOf(one.license)],
    ...(hash !== undefined && { hashes: [{ alg: 'SHA-512', content: hash }] }),
  };
}

/** Identifier in the form of a UUID that is the same for the same release. */
function serialOf({ commit, version }: Release): string {
  const digits = createHash('sha256').update(`${version} ${commit}`).digest('hex');
  return `urn:uuid:${digits.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;
}

/** Bill of materials of a release in CycloneDX 1.5. */
export function billOfMaterials(release: Release, packages: readonly ShippedPackage[]): string {
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: serialOf(release),
    version: 1,
    metadata: {
      timestamp: new Date(release.time * 1000).toISOString(),
      component: { type: 'firmware', 'bom-ref': 'vedette', name: 'vedette', version: release.version },
      properties: [{ name: 'vedette:commit', value: release.commit }],
    },
    components: packages.map(componentOf),
    dependencies: [{ ref: 'vedette', dependsOn: packages.map(purlOf) }],
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}
