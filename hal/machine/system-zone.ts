import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { sameZone } from '../ports/posix-time-zone.ts';

const folder = '/usr/share/zoneinfo';

/** Rule in the last line of a zone's file (RFC 8536 3.3). */
function ruleOf(zone: string): string | undefined {
  try {
    return readFileSync(join(folder, zone), 'latin1').trimEnd().split('\n').pop();
  } catch {
    return undefined;
  }
}

function presentZone(): string | undefined {
  try {
    const path = realpathSync('/etc/localtime');
    return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
  } catch {
    return undefined;
  }
}

/** Names of zone1970.tab, and the zone without offset. */
function knownZones(): readonly string[] {
  try {
    const rows = readFileSync(join(folder, 'zone1970.tab'), 'utf8').split('\n');
    const names = rows.filter((row) => !row.startsWith('#')).flatMap((row) => row.split('\t')[2] ?? []);
    return ['Etc/UTC', ...names];
  } catch {
    return ['Etc/UTC'];
  }
}

/** Zone of the system that means the same as a POSIX rule: the present one where it does, so that Zurich stays Zurich. */
export function systemZone(rule: string): string | undefined {
  const means = (zone: string): boolean => {
    const own = ruleOf(zone);
    return own !== undefined && sameZone(own, rule);
  };
  const present = presentZone();
  if (present !== undefined && means(present)) return present;
  return knownZones().find(means);
}
