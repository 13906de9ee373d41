import { homedir, hostname } from 'node:os';

/** Part of the report: a title, and lines in the order in which they were found. */
export interface Section {
  readonly title: string;
  readonly lines: () => Promise<readonly string[]>;
}

/** Result of a trial as a line: what was tried, whether it works, and what was seen. */
export function result(what: string, works: boolean, seen: string): string {
  return `- ${works ? 'ok' : '**fails**'} ${what}: ${seen}`;
}

/** Names of this machine and its owner that must not be in a report that is published. */
interface Names {
  readonly home: string;
  readonly host: string;
}

const machineNames: Names = { home: homedir(), host: hostname() };

/** Shortest name of a host that is replaced: shorter ones would be found within words. */
const shortestHost = 3;

const addresses: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi, '(hardware address)'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, '(address)'],
  [/\b[a-z]+:\/\/[^\s@/]+@/gi, '(login)@'],
];

/** Text without the folders of the owner, the name of the host, addresses and logins. @internal */
export function redacted(text: string, { home, host }: Names = machineNames): string {
  const folders = home.length > 1 ? text.replaceAll(home, '~') : text;
  const hosts = host.length >= shortestHost ? folders.replaceAll(host, '(host)') : folders;
  return addresses.reduce((so, [pattern, name]) => so.replace(pattern, name), hosts);
}

/** Lines of a section; a section that fails is a line with the reason. */
export async function describeSection({ title, lines }: Section): Promise<string> {
  let found: readonly string[];
  try {
    found = await lines();
  } catch (error) {
    found = [result('this part of the report', false, error instanceof Error ? error.message : String(error))];
  }
  return redacted(['', `### ${title}`, ...(found.length > 0 ? found : ['- none']), ''].join('\n'));
}
