import { arch, freemem, loadavg, release, totalmem, uptime } from 'node:os';
import { firmwareVersion } from './firmware-version.ts';
import type { Parts } from './parts.ts';

/** Lines of the log that go with the facts. */
const logLines = 300;

/** Characters of the value of a section. */
const longestValue = 4000;

type Section = readonly [title: string, lines: readonly string[]];

function machineLines({ system }: Parts): readonly string[] {
  const mebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
  const { rss, heapUsed } = process.memoryUsage();
  return [
    `Linux ${release()} ${arch()}, Node.js ${process.version}`,
    `running for ${Math.round(uptime())} s, this program for ${Math.round(process.uptime())} s`,
    `memory: ${mebibytes(freemem())} of ${mebibytes(totalmem())} free, this program ${mebibytes(rss)}, heap ${mebibytes(heapUsed)}`,
    `load: ${loadavg()
      .map((load) => load.toFixed(2))
      .join(' ')}`,
    `time zone: ${system.timeZone()}`,
  ];
}

function networkLines({ system, ports }: Parts): readonly string[] {
  const interfaces = system.networkInterfaces().map(({ name, mtu, hardwareAddress, addresses }) => {
    const all = addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`);
    return `${name}: ${hardwareAddress} MTU ${mtu}, ${all.join(', ')}`;
  });
  const open = Object.entries(ports).map(([name, port]) => `${name} ${port ?? 'off'}`);
  return [...interfaces, `name: ${system.hostname()}`, `ports: ${open.join(', ')}`];
}

/** Images and long lists are told by their beginning. */
function shortened(text: string): string {
  return text.length <= longestValue ? text : `${text.slice(0, longestValue)}… (${text.length} characters)`;
}

/** Values of the sections that a backup shows to everybody who has it; of the others only whether they are there. */
function settingLines({ settings }: Parts): readonly string[] {
  const faults = settings.health.faults.map((fault) => `fault: ${fault}`);
  const values = settings.all().map(({ definition: { name, secret, backup }, value }) => {
    return `${name}: ${secret || !backup ? '(not shown)' : shortened(JSON.stringify(value) ?? 'initial')}`;
  });
  return [...faults, ...values];
}

/** Facts of the camera for whoever mends it: no password, key or name of a user (ONVIF Core, GetSystemSupportInformation). */
export function supportInformation(parts: Parts, log: string): string {
  const { board, identity, supervisor, users } = parts;
  const levels = users.list().map(({ level }) => level);
  const sections: readonly Section[] = [
    [
      'camera',
      [
        `${board.manufacturer} ${board.model}, board ${board.hardwareId}`,
        `serial number ${identity.serialNumber}, firmware ${firmwareVersion}`,
        `users: ${levels.length} (${levels.join(', ')})`,
        `media process: ${supervisor.pid ?? 'not running'}`,
      ],
    ],
    ['machine', machineLines(parts)],
    ['network', networkLines(parts)],
    ['settings', settingLines(parts)],
    ['log', log.trimEnd().split('\n').slice(-logLines)],
  ];
  return sections.map(([title, lines]) => `== ${title} ==\n${lines.join('\n')}\n`).join('\n');
}
