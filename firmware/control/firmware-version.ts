import { existsSync, readFileSync } from 'node:fs';

/** Names of the firmware that runs. */
interface RunningRelease {
  readonly version: string;
  /** undefined where it runs from a clone. */
  readonly commit: string | undefined;
}

/** Root of the project or of a release tree. */
const root = new URL('../../../', import.meta.url);

function readRelease(): RunningRelease {
  const read = (name: string): Partial<RunningRelease> => JSON.parse(readFileSync(new URL(name, root), 'utf8'));
  const { version = '0.0.0' } = read('package.json');
  return { version, commit: existsSync(new URL('release.json', root)) ? read('release.json').commit : undefined };
}

/** Version for clients: that of the package, and of a release the first digits of its commit, as semver.org writes builds. @internal */
export function versionText({ version, commit }: RunningRelease): string {
  return commit === undefined ? version : `${version}+${commit.slice(0, 7)}`;
}

export const firmwareVersion: string = versionText(readRelease());
