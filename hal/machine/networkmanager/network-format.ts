import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { NetworkFormat } from '../service/network-files.ts';
import { keyFile } from './key-file.ts';

const run = promisify(execFile);

const name = (link: string): string => `vedette-${link}.nmconnection`;

/** Brings an interface to its profile: anew where it has another one. */
async function apply(link: string): Promise<void> {
  await run('nmcli', ['connection', 'reload']);
  await run('nmcli', ['--wait', '0', 'connection', 'up', 'id', `vedette-${link}`]).catch(() =>
    // The profile is gone: the interface takes the one it had before.
    run('nmcli', ['--wait', '0', 'device', 'connect', link]),
  );
}

/** Profiles of NetworkManager: one in /run takes the place of one in /etc with the same identifier. */
export const networkManagerFormat: NetworkFormat = {
  trialFolder: '/run/NetworkManager/system-connections',
  keptFolder: '/etc/NetworkManager/system-connections',
  trialName: name,
  keptName: name,
  mode: 0o600,
  keepsTrial: true,
  text: keyFile,
  reload: async (links) => {
    for (const link of links) await apply(link);
  },
  revert:
    'rm -f /run/NetworkManager/system-connections/vedette-*.nmconnection; nmcli connection reload; ' +
    'for link in "$@"; do nmcli --wait 0 connection up id "vedette-$link" || nmcli --wait 0 device connect "$link"; done',
};
