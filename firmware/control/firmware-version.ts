import { existsSync, readFileSync } from 'node:fs';

/** Names of the firmware that runs. */
interface RunningRelease {
  readonly version: string;
  /** undefined where it runs from a clone. */
  readonly commit: string | undefined;
}

/** In the root of the project and of a release tree. */
const manifest = new URL('../../../package.json', import.meta.url);

function readRelease(): RunningRelease {
  const read = (place: URL): Partial<RunningRelease> => JSON.parse(readFileSync(place, 'utf8'));
  const { version = '0.0.0' } = read(manifest);
  const release = new URL('release.json', manifest);
  return { version, commit: existsSync(release) ? read(release).commit : undefined };
}

/** Version for clients: that of the package, and of a release the first digits of its commit, as semver.org writes builds. @internal */
export function versionText({ version, commit }: RunningRelease): string {
  return commit === undefined ? version : `${version}+${commit.slice(0, 7)}`;
}

export const firmwareVersion: string = versionText(readRelease());
